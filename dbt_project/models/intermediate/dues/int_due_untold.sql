-- Loans of which some due does not tell its principal part. In order: every due has one version, and none became
-- known before one that falls earlier; then what became known later never changes the part of an earlier due.
with untold_loans as (
    select loan_id
    from {{ ref('int_due_loan') }}
    where has_untold_part
),

dues_in_order as (
    select
        dues.loan_id,
        dues.known_to,
        dues.known_from,
        coalesce(dues.amount_due, contracts.signed_emi_amount) as amount_due,
        lag(dues.known_from) over (
            partition by dues.loan_id
            order by dues.due_date, dues.instalment_number
        ) as previous_known_from
    from {{ ref('stg_dues') }} as dues
    inner join untold_loans on dues.loan_id = untold_loans.loan_id
    left join {{ ref('int_loan_contract') }} as contracts on dues.loan_id = contracts.loan_id
)

select
    loan_id,
    bool_and(known_to is null and amount_due is not null and coalesce(known_from >= previous_known_from, true))
        as is_in_order
from dues_in_order
group by loan_id
