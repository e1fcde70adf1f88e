-- the columns of the contract, those that the source does not have included
select
    as_of_date,
    table_name,
    cast(row_number() over (order by table_name, item) as integer) as position,
    item as column_name,
    check_group = 'missing' as is_supplied,
    coalesce(base_count, 0) as row_count,
    cast(value as decimal(18, 8)) as missing_ratio,
    cast(change as decimal(18, 8)) as change,
    cast(week_change as decimal(18, 8)) as week_change,
    status
from {{ ref('data_quality') }}
where as_of_date = {{ run_as_of_date() }} and check_group in ('missing', 'column')
