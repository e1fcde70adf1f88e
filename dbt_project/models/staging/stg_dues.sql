-- A due without a record time of its own is known with the contract, that is from the loan's disbursal.
-- is_met_in_time: the receipt that stands beside the due covers it by its day, and was known by that day's cutoff. A
-- loan all of whose dues are, and whose receipts were never reversed, was never in arrears, whatever else came.
{%- set known_from -%}
coalesce(dues.due_recorded_at, cast(coalesce(disbursals.disbursed_on, dues.due_date) as timestamp))
{%- endset %}
{%- set receipt_key = ['loan_id', 'receipt_id'] %}
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
            and not {{ is_repeated('checked_rows', ref('stg_receipts__repeated'), receipt_key) }},
            false
        ) as is_met_in_time
    from {{ ref('stg_repayments__checked') }} as checked_rows
    where
        broken_rule is null
        and instalment_number is not null
        and not {{ is_repeated('checked_rows', ref('stg_dues__repeated'), ['loan_id', 'instalment_number']) }}
),

dues_told_again as (
    select *
    from {{ ref('stg_dues__unique') }}
    where not is_conflicting
),

versions_of_dues as (
    select
        dues.*,
        {{ known_from }} as known_from
    from dues_told_again as dues
    left join disbursals on dues.loan_id = disbursals.loan_id
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
    loan_id,
    instalment_number,
    due_date,
    amount_due,
    principal_due,
    interest_due,
    known_from,
    lead(known_from) over (partition by loan_id, instalment_number order by known_from) as known_to,
    false as is_met_in_time
from versions_of_dues
