-- A due without a record time of its own is known with the contract, that is from the loan's disbursal.
-- is_met_in_time: the receipts that stand beside the due cover it by its day, and were known by that day's cutoff. A
-- loan all of whose dues are, and whose receipts were never reversed, was never in arrears, whatever else came.
{%- set known_from -%}
coalesce(dues.due_recorded_at, cast(coalesce(disbursals.disbursed_on, dues.due_date) as timestamp))
{%- endset %}
{%- set is_told_once -%}
not {{ is_repeated('checked_rows', ref('stg_receipts__repeated'), ['loan_id', 'receipt_id']) }}
{%- endset %}
with disbursals as (
    select
        loan_id,
        min(coalesce(disbursed_on, application_date)) as disbursed_on
    from {{ ref('stg_loans') }}
    group by loan_id
),

dues_told_once as (
    select
        *,
        coalesce(
            payment_date <= due_date
            and coalesce(payment_status, 'paid') = 'paid'
            and amount_paid >= amount_due
            and coalesce(recorded_at <= {{ known_until('due_date') }}, true)
            and {{ is_told_once }},
            false
        ) as is_met_in_time
    from {{ ref('stg_repayments__checked') }} as checked_rows
    where
        broken_rule is null
        and instalment_number is not null
        and not {{ is_repeated('checked_rows', ref('stg_dues__repeated'), ['loan_id', 'instalment_number']) }}
),

dues_told_again as (
    select
        dues.*,
        {{ known_from }} as known_from
    from {{ ref('stg_dues__unique') }} as dues
    left join disbursals on dues.loan_id = disbursals.loan_id
    where not dues.is_conflicting
),

-- a due that was paid in parts stands in a row for each of them
receipts_beside as (
    select
        loan_id,
        instalment_number,
        payment_date,
        amount_paid,
        recorded_at
    from {{ ref('stg_repayments__checked') }} as checked_rows
    where
        broken_rule is null
        and payment_date is not null
        and coalesce(payment_status, 'paid') = 'paid'
        and {{ is_told_once }}
        and {{ is_repeated('checked_rows', ref('stg_dues__repeated'), ['loan_id', 'instalment_number']) }}
),

paid_in_time as (
    select
        dues.loan_id,
        dues.instalment_number,
        dues.known_from,
        sum(receipts.amount_paid) as amount_paid
    from dues_told_again as dues
    inner join receipts_beside as receipts
        on
            dues.loan_id = receipts.loan_id
            and dues.instalment_number = receipts.instalment_number
            and dues.due_date >= receipts.payment_date
            and coalesce(receipts.recorded_at <= {{ known_until('dues.due_date') }}, true)
    group by dues.loan_id, dues.instalment_number, dues.known_from
)

select
    dues.loan_id,
    dues.instalment_number,
    dues.due_date,
    dues.amount_due,
    dues.principal_due,
    dues.interest_due,
    {{ known_from }} as known_from,
    cast(null as timestamp) as known_to,
    dues.is_met_in_time
from dues_told_once as dues
left join disbursals on dues.loan_id = disbursals.loan_id
union all
select
    dues.loan_id,
    dues.instalment_number,
    dues.due_date,
    dues.amount_due,
    dues.principal_due,
    dues.interest_due,
    dues.known_from,
    lead(dues.known_from) over (partition by dues.loan_id, dues.instalment_number order by dues.known_from) as known_to,
    coalesce(paid_in_time.amount_paid >= dues.amount_due, false) as is_met_in_time
from dues_told_again as dues
left join paid_in_time
    on
        dues.loan_id = paid_in_time.loan_id
        and dues.instalment_number = paid_in_time.instalment_number
        and dues.known_from = paid_in_time.known_from
