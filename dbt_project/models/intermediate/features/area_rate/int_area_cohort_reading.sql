-- The few loans about whose first year something was recorded after it was settled: what is known of them
-- changes from day to day, so their ledger is read anew on each day on which it does.
with late_news as (
    select
        windows.loan_id,
        windows.opened_on,
        windows.settled_on,
        {{ first_day_known('late_records.known_from') }} as known_on
    from {{ ref('int_area_cohort_window') }} as windows
    inner join {{ ref('int_late_record') }} as late_records
        on
            windows.loan_id = late_records.loan_id
            and windows.window_end >= late_records.recorded_on_or_before_day
            and late_records.known_from > {{ known_until('windows.settled_on') }}
),

reading_days as (
    select
        loan_id,
        opened_on,
        settled_on as known_on
    from late_news
    union
    select
        loan_id,
        opened_on,
        known_on
    from late_news
)

select
    loan_id,
    opened_on,
    known_on,
    lead(known_on) over (partition by loan_id, opened_on order by known_on) as known_before
from reading_days
where known_on <= {{ run_as_of_date() }}
