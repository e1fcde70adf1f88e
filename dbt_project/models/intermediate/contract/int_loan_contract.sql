-- What was asked for (the first version on record) and what was signed: the first version that was disbursed,
-- or the first on record while there is none.
with versions as (
    select
        *,
        coalesce(emi_amount, {{ emi('loan_amount', 'interest_rate_pct', 'loan_term_months') }}) as contract_emi_amount,
        row_number() over (
            partition by loan_id
            order by case when opened_on is not null then 0 else 1 end, version_no
        ) as signed_first
    from {{ ref('stg_loans') }}
),

first_versions as (
    select *
    from versions
    where version_no = 1
),

signed_versions as (
    select *
    from versions
    where signed_first = 1
)

select
    first_versions.loan_id,
    first_versions.loan_amount as first_loan_amount,
    first_versions.collateral_value as first_collateral_value,
    first_versions.interest_rate_pct as first_interest_rate_pct,
    first_versions.contract_emi_amount as first_emi_amount,
    signed_versions.loan_amount as signed_loan_amount,
    signed_versions.collateral_value as signed_collateral_value,
    signed_versions.interest_rate_pct as signed_interest_rate_pct,
    signed_versions.contract_emi_amount as signed_emi_amount,
    signed_versions.first_due_date as signed_first_due_date,
    case when signed_versions.opened_on is not null then signed_versions.loan_term_months end as disbursed_term_months,
    case when signed_versions.opened_on is not null then signed_versions.known_from end as disbursed_term_known_from
from first_versions
inner join signed_versions on first_versions.loan_id = signed_versions.loan_id
