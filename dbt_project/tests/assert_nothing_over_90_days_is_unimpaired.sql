-- Stage 3 is the NPA, and 90 days past due is NPA: a loan between the two would need the audit committee's approval.
select
    loan_id,
    as_of_date,
    stage
from {{ ref('loan_ecl') }}
where is_over_90_not_impaired and as_of_date in ({{ run_dates() }})
