-- Bureau rows are undated: each is taken as pulled for the customer's first application; customers who never applied
-- were pulled for nothing.
with first_applications as (
    select
        customer_id,
        min(try_cast(application_date as date)) as applied_on
    from {{ source('ravinthra', 'loan_applications') }}
    group by customer_id
)

select
    pulls.customer_id,
    first_applications.applied_on as pull_date,
    pulls.credit_score,
    pulls.total_accounts,
    pulls.active_accounts,
    first_applications.applied_on
    - to_months(try_cast(pulls.credit_history_length_months as integer)) as oldest_account_opened_on,
    pulls.current_balance as revolving_balance,
    pulls.total_credit_limit as revolving_limit,
    pulls.current_balance as total_outstanding,
    pulls.overdue_30_count as dpd_30_59_count_24m,
    pulls.overdue_60_count as dpd_60_89_count_24m,
    pulls.overdue_90_count as dpd_90_plus_count_24m,
    pulls.enquiries_last_6m as enquiries_6m,
    pulls.enquiries_last_12m as enquiries_12m,
    pulls.source_file,
    pulls.source_row
from {{ source('ravinthra', 'credit_history') }} as pulls
inner join first_applications on pulls.customer_id = first_applications.customer_id
