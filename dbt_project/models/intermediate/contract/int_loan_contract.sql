-- What was signed: the first version that was disbursed, or the first on record while there is none.
with versions as (
    select
        *,
        coalesce(emi_amount, {{ emi('loan_amount', 'interest_rate_pct', 'loan_term_months') }}) as contract_emi_amount,
        row_number() over (
            partition by loan_id
            order by case when opened_on is not null then 0 else 1 end, version_no
        ) as signed_first
    from {{ ref('stg_loans') }}
)

select
    loan_id,
    loan_amount as signed_loan_amount,
    collateral_value as signed_collateral_value,
    interest_rate_pct as signed_interest_rate_pct,
    contract_emi_amount as signed_emi_amount,
    first_due_date as signed_first_due_date,
    case when opened_on is not null then loan_term_months end as disbursed_term_months,
    case when opened_on is not null then known_from end as disbursed_term_known_from
from versions
where signed_first = 1
