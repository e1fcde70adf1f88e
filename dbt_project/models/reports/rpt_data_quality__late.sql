select
    as_of_date,
    table_name,
    cast(row_number() over (order by table_name, item) as integer) as position,
    replace(item, ' recorded late', '') as item,
    base_count as timed_count,
    cast(value as bigint) as late_count,
    {{ ratio('value', 'base_count') }} as late_ratio,
    cast(change as bigint) as newly_late_count,
    note,
    status
from {{ ref('data_quality') }}
where as_of_date = {{ run_as_of_date() }} and check_group = 'late' and base_count is not null
