-- The periods whose movement this run tells: those that end or begin on a day it publishes. From the published day
-- before, and from the last published month-end.
with periods as (
    select
        'night' as period,
        previous_as_of_date as from_date,
        as_of_date as to_date,
        is_published_before as is_told
    from {{ ref('int_published_date') }}
    where previous_as_of_date is not null
    union all
    select
        'month' as period,
        previous_month_end as from_date,
        as_of_date as to_date,
        is_published_before as is_told
    from {{ ref('int_published_date') }}
    where previous_month_end is not null
)

select
    periods.period,
    periods.from_date,
    periods.to_date
from periods
inner join {{ ref('int_published_date') }} as beginnings on periods.from_date = beginnings.as_of_date
where not periods.is_told or not beginnings.is_published_before
