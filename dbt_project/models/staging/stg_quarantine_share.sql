-- The limit is judged on keys, so that one loan's bad rows do not count a hundred times;
-- repayments have no single key and are judged on rows.
{%- set keys = {
    'customers': 'customer_id',
    'loans': 'loan_id',
    'credit_history': "customer_id || '/' || pull_date",
    'repayments': none,
    'outcomes': "loan_id || '/' || as_of_date",
    'ledger_totals': "as_of_date || '/' || item",
} %}
with totals as (
    {%- for table, key in keys.items() %}
    select
        '{{ table }}' as table_name,
        count(*) as raw_row_count,
        {% if key -%}
        count(distinct coalesce({{ key }}, 'row ' || source_row))
        {%- else -%}
        count(*)
        {%- endif %} as key_count,
        {% if key -%}
        count(distinct case when broken_rule is not null then coalesce({{ key }}, 'row ' || source_row) end)
        {%- else -%}
        count(broken_rule)
        {%- endif %} as broken_key_count
    from {{ ref('stg_' ~ table ~ '__checked') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

conflicts as (
    select
        table_name,
        count(distinct row_key) as conflicting_key_count,
        count(*) as conflicting_row_count
    from {{ ref('stg_quarantine') }}
    where rule = 'conflicting_duplicate'
    group by table_name
),

quarantined as (
    select
        table_name,
        count(*) as quarantined_row_count
    from {{ ref('stg_quarantine') }}
    group by table_name
)

select
    totals.table_name,
    totals.raw_row_count,
    coalesce(quarantined.quarantined_row_count, 0) as quarantined_row_count,
    totals.key_count,
    totals.broken_key_count
    + case
        when totals.table_name = 'repayments' then coalesce(conflicts.conflicting_row_count, 0)
        else coalesce(conflicts.conflicting_key_count, 0)
    end as quarantined_key_count,
    case when totals.key_count > 0 then
            (
                totals.broken_key_count
                + case
                    when totals.table_name = 'repayments' then coalesce(conflicts.conflicting_row_count, 0)
                    else coalesce(conflicts.conflicting_key_count, 0)
                end
            ) / totals.key_count
    end as quarantined_key_ratio
from totals
left join conflicts on totals.table_name = conflicts.table_name
left join quarantined on totals.table_name = quarantined.table_name
