-- the level at which the age of a table's newest day gets a look stands beside it
with limits as (
    select
        as_of_date,
        table_name,
        item,
        max(warn_above) as limit_days
    from {{ ref('int_quality_limit') }}
    where check_group = 'freshness' and compared_with = 'value'
    group by as_of_date, table_name, item
)

select
    quality.as_of_date,
    quality.table_name,
    cast(row_number() over (order by quality.table_name, quality.item) as integer) as position,
    quality.item,
    quality.latest_at,
    cast(quality.value as integer) as age_days,
    cast(limits.limit_days as double) as limit_days,
    quality.status
from {{ ref('data_quality') }} as quality
left join limits
    on
        quality.as_of_date = limits.as_of_date
        and quality.table_name = limits.table_name
        and quality.item = limits.item
where quality.as_of_date = {{ run_as_of_date() }} and quality.check_group = 'freshness'
