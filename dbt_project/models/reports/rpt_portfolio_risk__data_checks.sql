select
    as_of_date,
    check_group,
    cast(row_number() over (partition by check_group order by table_name, item) as integer) as position,
    table_name,
    item,
    value,
    limit_value,
    status,
    note
from {{ ref('data_quality') }}
where
    as_of_date = {{ run_as_of_date() }}
    and (
        check_group in ('column', 'flag', 'feature')
        or status in ('warn', 'fail')
    )
