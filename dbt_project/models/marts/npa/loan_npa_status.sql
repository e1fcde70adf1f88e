{{ config(pre_hook="{{ replace_run_dates() }}") }}

select
    status.loan_id,
    status.as_of_date,
    status.customer_id,
    status.currency,
    status.dpd,
    status.dpd_source,
    status.overdue_day_no,
    status.is_overdue,
    status.oldest_unpaid_due_date,
    status.overdue_amount,
    status.unapplied_advance,
    status.facility_bucket,
    status.borrower_class,
    status.is_npa,
    status.npa_date,
    status.principal_outstanding,
    status.secured_portion,
    status.unsecured_portion,
    status.provision,
    status.provision_basis,
    status.days_to_npa,
    status.status_age_days
from {{ ref('int_npa_status') }} as status
where status.as_of_date in ({{ run_dates() }})
