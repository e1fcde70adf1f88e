select
    as_of_date,
    table_name,
    rule,
    row_count,
    source_file as example_file,
    source_row as example_row,
    row_key as example_key,
    detail as example_detail
from {{ ref('rpt_data_quality__quarantine') }}
where example_no = 1
