-- The dues that hold in each ledger, as told, or from the contract where a loan has nothing but its terms.
with known_dues as (
    select
        ledgers.loan_id,
        ledgers.ledger_version,
        dues.instalment_number,
        dues.due_date,
        coalesce(dues.amount_due, dues.principal_due + dues.interest_due, contracts.signed_emi_amount) as amount_due,
        dues.principal_due,
        dues.interest_due
    from {{ ref('int_ledger') }} as ledgers
    inner join {{ ref('stg_dues') }} as dues
        on ledgers.loan_id = dues.loan_id and {{ version_holds('dues', 'ledgers.known_until') }}
    left join {{ ref('int_loan_contract') }} as contracts on ledgers.loan_id = contracts.loan_id
),

ledgers_with_dues as (
    select distinct
        loan_id,
        ledger_version
    from known_dues
),

ledgers_with_receipts as (
    select distinct
        loan_id,
        ledger_version
    from {{ ref('int_ledger_receipt') }}
),

ledgers_with_statuses as (
    select distinct
        loan_id,
        ledger_version
    from {{ ref('int_ledger_status') }}
),

silent_ledgers as (
    select
        ledgers.loan_id,
        ledgers.ledger_version,
        contracts.signed_first_due_date,
        contracts.signed_emi_amount,
        contracts.signed_loan_amount,
        contracts.signed_interest_rate_pct,
        contracts.disbursed_term_months
    from {{ ref('int_ledger') }} as ledgers
    inner join {{ ref('int_loan_contract') }} as contracts on ledgers.loan_id = contracts.loan_id
    left join ledgers_with_dues as with_dues
        on ledgers.loan_id = with_dues.loan_id and ledgers.ledger_version = with_dues.ledger_version
    left join ledgers_with_receipts as with_receipts
        on ledgers.loan_id = with_receipts.loan_id and ledgers.ledger_version = with_receipts.ledger_version
    left join ledgers_with_statuses as with_statuses
        on ledgers.loan_id = with_statuses.loan_id and ledgers.ledger_version = with_statuses.ledger_version
    where
        with_dues.loan_id is null
        and with_receipts.loan_id is null
        and with_statuses.loan_id is null
        and contracts.signed_first_due_date is not null
        and contracts.signed_emi_amount is not null
        and contracts.disbursed_term_months > 0
),

numbered_instalments as (
    select
        *,
        unnest(generate_series(1, disbursed_term_months)) as instalment_number
    from silent_ledgers
),

-- each due date from the first one, so that a schedule of the 31st stays with the month's end and comes back;
-- the last instalment takes what rounding left
generated_dues as (
    select
        loan_id,
        ledger_version,
        cast(instalment_number as integer) as instalment_number,
        {{ add_months('signed_first_due_date', 'instalment_number - 1') }} as due_date,
        signed_emi_amount as amount_due,
        cast(null as decimal(18, 2)) as principal_due,
        cast(null as decimal(18, 2)) as interest_due
    from numbered_instalments
)

select
    *,
    false as is_generated
from known_dues
union all
select
    *,
    true as is_generated
from generated_dues
