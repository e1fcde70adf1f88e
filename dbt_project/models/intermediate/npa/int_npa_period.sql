-- The periods whose movement this run tells: those that end or begin on a day it publishes. From the published day
-- before, and from the last published month-end.
with published as (
    select
        dates.as_of_date,
        dates.previous_as_of_date,
        dates.is_published_before,
        max(month_ends.as_of_date) as previous_month_end
    from {{ ref('int_published_date') }} as dates
    left join {{ ref('int_published_date') }} as month_ends
        on
            dates.as_of_date > month_ends.as_of_date
            and month_ends.as_of_date = last_day(month_ends.as_of_date)
    group by dates.as_of_date, dates.previous_as_of_date, dates.is_published_before
),

periods as (
    select
        'night' as period,
        previous_as_of_date as from_date,
        as_of_date as to_date,
        is_published_before as is_told
    from published
    where previous_as_of_date is not null
    union all
    select
        'month' as period,
        previous_month_end as from_date,
        as_of_date as to_date,
        is_published_before as is_told
    from published
    where previous_month_end is not null
)

select
    periods.period,
    periods.from_date,
    periods.to_date
from periods
inner join published as beginnings on periods.from_date = beginnings.as_of_date
where not periods.is_told or not beginnings.is_published_before
