-- Open loans that are not NPA on each day on which signs are looked for.
with watched_days as (
    select distinct
        observed_on,
        known_until,
        previous_month_end
    from {{ ref('int_watch_day') }}
)

select
    status.loan_id,
    status.customer_id,
    watched_days.observed_on,
    watched_days.known_until,
    watched_days.previous_month_end,
    status.loan_type,
    status.currency,
    status.facility_bucket,
    status.days_to_npa,
    status.principal_outstanding
from {{ ref('int_npa_status') }} as status
inner join watched_days on status.as_of_date = watched_days.observed_on
where not status.is_npa and not status.is_closed and not status.is_written_off
