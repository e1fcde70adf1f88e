-- The days that a run date's portfolio is shown for: itself and the month-ends of the year before it.
with run_dates as (
    select as_of_date
    from {{ ref('int_as_of_dates') }}
    where is_run_date
),

shown_days as (
    select
        run_dates.as_of_date,
        days.as_of_date as observed_on
    from run_dates
    inner join {{ ref('int_as_of_dates') }} as days
        on
            run_dates.as_of_date = days.as_of_date
            or (
                run_dates.as_of_date > days.as_of_date
                and days.as_of_date = last_day(days.as_of_date)
                and days.as_of_date >= {{ add_months('run_dates.as_of_date', 1 - var('history_months')) }}
            )
)

select
    as_of_date,
    observed_on,
    observed_on = max(case when observed_on < as_of_date then observed_on end) over (partition by as_of_date)
        as is_previous
from shown_days
