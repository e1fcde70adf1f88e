select
    loan_id,
    as_of_date,
    min(application_date) as first_application_date,
    min(opened_on) as first_opened_on,
    count(opened_on) as opened_count,
    sum(case when is_open then 1 else 0 end) as open_count,
    sum(case when is_open then book_emi_amount end) as open_emi_amount
from {{ ref('int_spine_other_loan') }}
group by loan_id, as_of_date
