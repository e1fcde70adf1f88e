-- The files of a run are the same for all its dates, so what was put aside of them is told under each: many dates at
-- once leave what their nights would have left one by one.
{{ config(pre_hook="{{ replace_run_dates() }}") }}

select
    dates.as_of_date,
    refused.table_name,
    refused.rule,
    refused.source_file,
    cast(refused.source_row as bigint) as source_row,
    refused.row_key,
    refused.detail
from {{ ref('int_as_of_dates') }} as dates
cross join {{ ref('stg_quarantine') }} as refused
where dates.is_run_date
