select
    as_of_date,
    table_name,
    position,
    rows_in,
    rows_in - rows_quarantined as rows_kept,
    rows_quarantined,
    {{ ratio('rows_quarantined', 'rows_in') }} as quarantined_ratio
from {{ ref('rpt_data_quality__raw_tables') }}
