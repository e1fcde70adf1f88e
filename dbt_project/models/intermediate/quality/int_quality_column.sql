-- contract columns that the source does not have, with what reads them left empty
with absent as (
    {%- set ns = namespace(found=false) -%}
    {%- for table in ['customers', 'loans', 'credit_history', 'repayments'] -%}
    {%- set present = column_types(ref(var('connector') ~ '__' ~ table)) -%}
    {%- for column in contract_columns(table) if column.name not in present and not column.meta.get('is_origin') %}
    {{ 'union all' if ns.found }}
    select
        '{{ table }}' as table_name,
        '{{ column.name }}' as column_name
    {%- set ns.found = true -%}
    {%- endfor -%}
    {%- endfor %}
    {%- if not ns.found %}
    select
        cast(null as varchar) as table_name,
        cast(null as varchar) as column_name
    where false
    {%- endif %}
)

select
    table_name,
    column_name as item,
    1 as value,
    null as limit_value,
    case when column_name = 'recorded_at' then 'warn' else 'info' end as status,
    case
        when column_name = 'recorded_at'
            then 'the source has no record time for this table: late corrections cannot be seen'
        else 'not supplied by the source: null for all rows'
    end as note
from absent
