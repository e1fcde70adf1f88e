{{ config(pre_hook="{{ replace_run_dates() }}") }}

select
    {{ run_as_of_date() }} as as_of_date,
    table_name,
    rule,
    source_file,
    cast(source_row as bigint) as source_row,
    row_key,
    detail
from {{ ref('stg_quarantine') }}
