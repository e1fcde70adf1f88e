-- How much of each contract column is filled among the accepted rows; a column of one part of a repayment row is looked
-- for only in the rows that have the part.
{%- set part_keys = {'due': 'instalment_number', 'receipt': 'payment_date', 'status': 'status_date'} %}
with
{% for table in contract_tables() %}
{{ table }} as (
    select
        {%- for column in contract_columns(table) if not column.meta.get('is_origin') %}
        count({{ column.name }}) as {{ column.name }}_filled,
        {%- endfor %}
        count(*) as row_count
    from {{ ref('stg_' ~ table ~ '__checked') }}
    where broken_rule is null
){{ ',' if not loop.last }}
{% endfor %}
{%- for table in contract_tables() %}
{%- set present = column_types(ref(var('connector') ~ '__' ~ table)) %}
{%- set outer_loop = loop %}
{%- for column in contract_columns(table) if not column.meta.get('is_origin') %}
select
    '{{ table }}' as table_name,
    '{{ column.name }}' as column_name,
    {{ 'true' if column.name in present else 'false' }} as is_supplied,
    {{ part_keys[column.meta['part']] ~ '_filled' if column.meta.get('part') else 'row_count' }} as row_count,
    {{ column.name }}_filled as filled_count
from {{ table }}
{{ 'union all' if not (loop.last and outer_loop.last) }}
{%- endfor %}
{%- endfor %}
{%- if not execute %}
select 1 as not_executing
{%- endif %}
