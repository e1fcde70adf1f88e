{#-
    Rows of raw_<table> in the contract's types, each with the first rule it breaks (null: none).

    Rules, in this order: required:<column> (null or empty), unparseable:<column>, unknown_code:<column>
    (required columns only; in an optional one the code reads as null), negative:<column>,
    impossible_date:<column>, then the table's own (`table_rules`: a list of [name, SQL condition]).
-#}
{% macro check_contract(table, table_rules=[]) -%}
    {%- set columns = contract_columns(table) -%}
    {%- set types = column_types(ref('raw_' ~ table)) -%}
with typed as (
    select
        {%- for column in columns %}
        {{ typed_value(column, types.get(column.name, 'VARCHAR')) }} as {{ column.name }},
        {%- if needs_parse_check(column, types.get(column.name, 'VARCHAR')) %}
        {{ raw_text(column.name) }} as raw_{{ column.name }},
        {%- endif %}
        {%- endfor %}
        1 as one_row
    from {{ ref('raw_' ~ table) }}
),

judged as (
    select
        *,
        case
            {%- for column in columns if column.meta.get('required') %}
            when {{ 'raw_' ~ column.name if needs_parse_check(column, types.get(column.name, 'VARCHAR')) else column.name }} is null then 'required:{{ column.name }}'
            {%- endfor %}
            {%- for column in columns if needs_parse_check(column, types.get(column.name, 'VARCHAR')) %}
            when raw_{{ column.name }} is not null and {{ column.name }} is null then 'unparseable:{{ column.name }}'
            {%- endfor %}
            {%- for column in columns if column.meta.get('codes') and column.meta.get('required') %}
            when lower({{ column.name }}) not in ({{ quoted_list(column.meta['codes']) }}) then 'unknown_code:{{ column.name }}'
            {%- endfor %}
            {%- for column in columns if column.meta.get('minimum') is not none and column.type in ('integer', 'decimal(18,2)', 'decimal(9,6)') %}
            when {{ column.name }} < {{ column.meta['minimum'] }} then 'negative:{{ column.name }}'
            {%- endfor %}
            {%- for column in columns if column.type == 'date' %}
            when {{ column.name }} not between date '1900-01-01' and date '2199-12-31' then 'impossible_date:{{ column.name }}'
            {%- endfor %}
            {%- for column in columns if column.type == 'timestamp' %}
            when {{ column.name }} not between timestamp '1900-01-01' and timestamp '2199-12-31'
                then 'impossible_date:{{ column.name }}'
            {%- endfor %}
            {%- for rule in table_rules %}
            when {{ rule[1] }} then '{{ rule[0] }}'
            {%- endfor %}
            {%- if not columns %}
            when false then ''
            {%- endif %}
        end as broken_rule,
        concat_ws(
            ', '
            {%- for column in columns if column.meta.get('codes') and column.meta.get('required') %},
            case
                when lower({{ column.name }}) not in ({{ quoted_list(column.meta['codes']) }})
                    then '{{ column.name }}=' || {{ column.name }}
            end
            {%- endfor %}
            {%- for column in columns if needs_parse_check(column, types.get(column.name, 'VARCHAR')) %},
            case when raw_{{ column.name }} is not null and {{ column.name }} is null then '{{ column.name }}=' || raw_{{ column.name }} end
            {%- endfor %}, null
        ) as rejected_values
    from typed
)

select
    {%- for column in columns %}
    {{ accepted_value(column) }} as {{ column.name }},
    {%- endfor %}
    broken_rule,
    nullif(rejected_values, '') as rejected_values
from judged
{%- endmacro %}

{#- Only a value that is not yet in the contract's type can fail to parse; a bureau's code for "no score" may. -#}
{% macro needs_parse_check(column, source_type) -%}
    {%- set wanted = column.type | upper -%}
    {%- do return(
        wanted != 'VARCHAR'
        and source_type.replace(' ', '') != wanted.replace(' ', '')
        and not column.meta.get('null_outside')
        and not column.meta.get('is_origin')
    ) -%}
{%- endmacro %}
