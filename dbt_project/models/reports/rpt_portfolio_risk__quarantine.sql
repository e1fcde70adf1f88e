with numbered as (
    select
        *,
        count(*) over (partition by table_name, rule) as row_count,
        row_number() over (partition by table_name, rule order by source_file, source_row, row_key) as place
    from {{ ref('quarantine') }}
    where as_of_date = {{ run_as_of_date() }}
)

select
    as_of_date,
    table_name,
    rule,
    row_count,
    source_file as example_file,
    source_row as example_row,
    row_key as example_key,
    detail as example_detail
from numbered
where place = 1
