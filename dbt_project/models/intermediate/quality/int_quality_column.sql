-- missing: the share of rows in which a column is empty; column: one that the source does not have at all
select
    {{ quality_figure(
        'missing', 'column_name', ratio('row_count - filled_count', 'row_count'), base_count='row_count'
    ) }}
from {{ ref('int_quality_filled') }}
where is_supplied
union all
select
    {{ quality_figure(
        'column', 'column_name', '1', base_count='row_count',
        status="case when column_name = 'recorded_at' then 'warn' else 'info' end",
        note="case when column_name = 'recorded_at'
                then 'the source has no record time for this table: late corrections cannot be seen'
            else 'not supplied by the source: null for all rows' end"
    ) }}
from {{ ref('int_quality_filled') }}
where not is_supplied and table_name not in ('outcomes', 'ledger_totals')
