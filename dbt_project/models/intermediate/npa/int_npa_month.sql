-- the dates whose ratios this run tells, each with the published month-end that its period began with
with dates as (
    select as_of_date
    from {{ ref('int_as_of_dates') }}
    where is_run_date
    union
    select to_date as as_of_date
    from {{ ref('int_npa_period') }}
    where period = 'month'
)

select
    dates.as_of_date,
    published.previous_month_end
from dates
inner join {{ ref('int_published_date') }} as published on dates.as_of_date = published.as_of_date
