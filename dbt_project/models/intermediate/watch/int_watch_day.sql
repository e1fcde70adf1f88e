-- The days on which signs are looked for: each run date, and the month-ends before it whose signs a cure has not
-- outlived yet.
with rules as (
    {{ dated_sets(ref('ecl_staging')) }}
),

run_dates as (
    select as_of_date
    from {{ ref('int_as_of_dates') }}
    where is_run_date
)

select
    run_dates.as_of_date,
    days.as_of_date as observed_on,
    days.known_until,
    cast(date_trunc('month', days.as_of_date) as date) - 1 as previous_month_end
from run_dates
inner join rules on {{ in_force_on('rules', 'run_dates.as_of_date') }}
inner join {{ ref('int_as_of_dates') }} as days
    on
        run_dates.as_of_date = days.as_of_date
        or (
            run_dates.as_of_date > days.as_of_date
            and days.as_of_date = last_day(days.as_of_date)
            and {{ add_months('days.as_of_date', 'rules.cure_months') }} > run_dates.as_of_date
        )
