-- late: recorded after the cutoff of the day that the row speaks about
with entries as (
    select
        table_name,
        part,
        event_on,
        coalesce(known_on, event_on) as known_on,
        known_on is not null and event_on is not null as is_timed,
        coalesce(known_on > event_on, false) as is_late,
        row_count,
        newest_recorded_at
    from {{ ref('int_quality_entry') }}
)

select
    dates.as_of_date,
    entries.table_name,
    entries.part,
    sum(entries.row_count) as row_count,
    coalesce(sum(case when entries.known_on <= dates.as_of_date and entries.is_timed then entries.row_count end), 0)
        as timed_row_count,
    coalesce(sum(case when entries.known_on <= dates.as_of_date and entries.is_late then entries.row_count end), 0)
        as late_row_count,
    max(case when entries.known_on <= dates.as_of_date and entries.is_late then entries.known_on - entries.event_on end)
        as longest_delay_days,
    coalesce(sum(case when entries.known_on > dates.as_of_date then entries.row_count end), 0) as later_row_count,
    max(
        case
            when coalesce(entries.known_on <= dates.as_of_date, true) and entries.event_on <= dates.as_of_date
                then entries.event_on
        end
    ) as newest_event_on,
    max(case when entries.known_on <= dates.as_of_date then entries.newest_recorded_at end) as newest_recorded_at
from {{ ref('int_as_of_dates') }} as dates
cross join entries
where dates.is_run_date
group by dates.as_of_date, entries.table_name, entries.part
