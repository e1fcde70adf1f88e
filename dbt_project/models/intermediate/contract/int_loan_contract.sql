-- what was signed: the first version on record, and the term of the first that was disbursed
with first_versions as (
    select
        loan_id,
        loan_amount,
        collateral_value,
        interest_rate_pct,
        loan_term_months,
        first_due_date,
        coalesce(emi_amount, {{ emi('loan_amount', 'interest_rate_pct', 'loan_term_months') }}) as emi_amount
    from {{ ref('stg_loans') }}
    where version_no = 1
),

disbursed_versions as (
    select
        loan_id,
        loan_term_months,
        known_from,
        row_number() over (partition by loan_id order by version_no) as disbursed_version_no
    from {{ ref('stg_loans') }}
    where opened_on is not null
)

select
    first_versions.loan_id,
    first_versions.loan_amount as first_loan_amount,
    first_versions.collateral_value as first_collateral_value,
    first_versions.interest_rate_pct as first_interest_rate_pct,
    first_versions.emi_amount as first_emi_amount,
    first_versions.first_due_date,
    disbursed_versions.loan_term_months as disbursed_term_months,
    disbursed_versions.known_from as disbursed_term_known_from
from first_versions
left join disbursed_versions
    on
        first_versions.loan_id = disbursed_versions.loan_id
        and disbursed_versions.disbursed_version_no = 1
