-- what came late, what came after the date, and how old the newest is, as known at the end of each date
with days as (
    select
        *,
        part || case when part = 'status' then 'es' else 's' end as parts
    from {{ ref('int_quality_day') }}
),

newest_records as (
    select
        as_of_date,
        table_name,
        max(newest_recorded_at) as newest_recorded_at
    from days
    where newest_recorded_at is not null
    group by as_of_date, table_name
)

select
    as_of_date,
    {{ quality_figure(
        'late', "parts || ' recorded late'", 'late_row_count', base_count='timed_row_count', status="'ok'",
        note="case when late_row_count > 0 then 'by up to ' || longest_delay_days || ' days' end"
    ) }}
from days
where timed_row_count > 0
union all
select
    as_of_date,
    {{ quality_figure(
        'late', "parts || ' recorded after the date'", 'later_row_count',
        note="case when later_row_count > 0 then 'not known at its end, so not used for it' end"
    ) }}
from days
where timed_row_count > 0 or later_row_count > 0
union all
select
    as_of_date,
    {{ quality_figure(
        'freshness', "case when table_name = 'repayments' then 'newest ' || part else 'newest event' end",
        'as_of_date - newest_event_on', base_count='row_count', latest_at='newest_event_on', status="'ok'"
    ) }}
from days
where newest_event_on is not null and part != 'due'
union all
select
    as_of_date,
    {{ quality_figure(
        'freshness', "'newest record'", 'as_of_date - least(cast(newest_recorded_at as date), as_of_date)',
        latest_at='newest_recorded_at', status="'ok'"
    ) }}
from newest_records
