-- rows in, kept, quarantined and collapsed, by raw table
with shares as (
    select *
    from {{ ref('stg_quarantine_share') }}
),

kept as (
    {%- set kept = {
        'customers': 'stg_customers', 'loans': 'stg_loans', 'credit_history': 'stg_credit_history',
        'outcomes': 'stg_outcomes', 'ledger_totals': 'stg_ledger_totals'
    } -%}
    {%- for table, relation in kept.items() %}
    select
        '{{ table }}' as table_name,
        'versions kept' as item,
        count(*) as row_count
    from {{ ref(relation) }}
    union all
    {%- endfor %}
    select
        'repayments' as table_name,
        'dues kept' as item,
        count(*) as row_count
    from {{ ref('stg_dues') }}
    union all
    select
        'repayments' as table_name,
        'receipts kept' as item,
        count(*) as row_count
    from {{ ref('stg_receipts') }}
    union all
    select
        'repayments' as table_name,
        'statuses kept' as item,
        count(*) as row_count
    from {{ ref('stg_statuses') }}
)

select
    table_name,
    'rows read' as item,
    raw_row_count as value,
    null as limit_value,
    case when raw_row_count = 0 and table_name not in ('outcomes', 'ledger_totals') then 'warn' else 'info' end
        as status,
    case when raw_row_count = 0 then 'the table is empty or not supplied' end as note
from shares
union all
select
    table_name,
    'rows in quarantine' as item,
    quarantined_row_count as value,
    null as limit_value,
    case when quarantined_row_count > 0 then 'warn' else 'ok' end as status,
    case when quarantined_row_count > 0 then 'listed in monitoring.quarantine with rule, file and key' end as note
from shares
union all
select
    table_name,
    'share of keys in quarantine' as item,
    quarantined_key_ratio as value,
    {{ var('quarantine_limit') }} as limit_value,
    case when quarantined_key_ratio > {{ var('quarantine_limit') }} then 'fail' else 'ok' end as status,
    null as note
from shares
where key_count > 0
union all
select
    table_name,
    item,
    row_count as value,
    null as limit_value,
    'info' as status,
    null as note
from kept
