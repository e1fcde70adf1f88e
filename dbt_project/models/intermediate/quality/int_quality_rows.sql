-- What became of the rows of the files. The files of a run are the same for all its dates, and so are these figures.
{%- set kept = {
    'customers': ['customers', 'versions'], 'loans': ['loans', 'versions'],
    'credit_history': ['credit_history', 'versions'], 'outcomes': ['outcomes', 'versions'],
    'ledger_totals': ['ledger_totals', 'versions'], 'dues': ['repayments', 'dues'],
    'receipts': ['repayments', 'receipts'], 'statuses': ['repayments', 'statuses'],
} %}
with counts as (
    select * from {{ ref('int_quality_row_count') }}
)

select {{ quality_figure('rows', "'files read'", 'file_count', base_count='file_count') }}
from counts
union all
select
    {{ quality_figure(
        'rows', "'rows read'", 'raw_row_count', base_count='raw_row_count',
        status="case when raw_row_count = 0 and table_name not in ('outcomes', 'ledger_totals') then 'warn' else 'info' end",
        note="case when raw_row_count = 0 then 'the table is empty or not supplied' end"
    ) }}
from counts
union all
select
    {{ quality_figure(
        'rows', "'rows in quarantine'", 'quarantined_row_count', base_count='raw_row_count',
        status="'ok'",
        note="case when quarantined_row_count > 0 then 'listed in monitoring.quarantine with rule, file and key' end"
    ) }}
from counts
union all
select
    {{ quality_figure(
        'rows', "'share of keys in quarantine'", 'quarantined_key_ratio', base_count='key_count',
        limit_value=var('quarantine_limit'),
        status="case when quarantined_key_ratio > " ~ var('quarantine_limit') ~ " then 'fail' else 'ok' end"
    ) }}
from counts
where key_count > 0
union all
select
    {{ quality_figure(
        'rows', "'rows collapsed'", 'collapsed_row_count', base_count='raw_row_count', status="'ok'",
        note="case when collapsed_row_count > 0 then 'the same row again: counts once' end"
    ) }}
from counts
union all
select {{ quality_figure('rows', "'rows kept'", 'kept_row_count', base_count='raw_row_count') }}
from counts
union all
select
    {{ quality_figure(
        'rows', "'rows orphaned'", 'orphaned_row_count', base_count='raw_row_count', status="'ok'",
        note="case when orphaned_row_count > 0 then 'their loan or customer is in no file: kept, and used once it comes' end"
    ) }}
from counts
where orphaned_row_count is not null
{%- for relation, about in kept.items() %}
union all
select {{ quality_figure('rows', "'" ~ about[1] ~ " kept'", 'count(*)', "'" ~ about[0] ~ "'") }}
from {{ ref('stg_' ~ relation) }}
{%- endfor %}
