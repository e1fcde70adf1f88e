{#-
    The raw contract lives in models/connectors/contract/_raw_contract.yml: column names, types and rules.
    These macros read it from dbt's graph, so SQL never repeats it.
-#}

{#- The contract's tables, in the order in which they are read and shown. -#}
{% macro contract_tables() -%}
    {%- do return(['customers', 'loans', 'credit_history', 'repayments', 'outcomes', 'ledger_totals']) -%}
{%- endmacro %}

{#- The contract's columns of one raw table: a list of {name, type, meta}. Needs the graph, hence only while executing. -#}
{% macro contract_columns(table) -%}
    {%- set columns = [] -%}
    {%- if execute -%}
        {%- set node = graph.nodes['model.loanbook.raw_' ~ table] -%}
        {%- for column in node.columns.values() -%}
            {%- set meta = column.get('config', {}).get('meta') or column.get('meta') or {} -%}
            {%- do columns.append({'name': column.name, 'type': column.data_type, 'meta': meta}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return(columns) -%}
{%- endmacro %}

{#- Types of a relation's columns by lower-case name, as the engine spells them. -#}
{% macro column_types(relation) -%}
    {%- set types = {} -%}
    {%- if execute -%}
        {%- for column in adapter.get_columns_in_relation(relation) -%}
            {%- do types.update({column.name | lower: column.dtype | upper}) -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return(types) -%}
{%- endmacro %}

{#-
    All contract columns of `table` from the chosen connector's model, absent ones as null of the contract's type.
    (A connector gives no rows for a table it does not have: macro no_rows.)
-#}
{% macro conform_to_contract(table) -%}
    {%- set connected = ref(var('connector') ~ '__' ~ table) -%}
    {%- set present = column_types(connected) -%}
select
    {%- for column in contract_columns(table) %}
    {% if column.name in present -%}
        {{ column.name }}
    {%- else -%}
        cast(null as {{ column.type }}) as {{ column.name }}
    {%- endif -%}
    {{ ',' if not loop.last }}
    {%- else %}
    1 as not_executing
    {%- endfor %}
from {{ connected }}
{%- endmacro %}

{#- A raw value as text without surrounding blanks; an empty text is no value. -#}
{% macro raw_text(column) -%}
    nullif(trim(cast({{ column }} as varchar)), '')
{%- endmacro %}

{#-
    A raw timestamp in the lender's local time: one with a zone is converted (setting time_zone),
    one without is local already.
-#}
{% macro local_timestamp(column, source_type) -%}
    {%- if source_type == 'TIMESTAMP WITH TIME ZONE' -%}
        ({{ column }} at time zone '{{ var("time_zone") }}')
    {%- elif source_type.startswith('VARCHAR') -%}
        case
            when regexp_matches({{ raw_text(column) }}, '\d{2}:\d{2}.*(Z|[+-]\d{2}(:?\d{2})?)$')
                then try_cast({{ raw_text(column) }} as timestamptz) at time zone '{{ var("time_zone") }}'
            else try_cast({{ raw_text(column) }} as timestamp)
        end
    {%- else -%}
        try_cast({{ column }} as timestamp)
    {%- endif -%}
{%- endmacro %}

{#- A raw value in the contract's type, null where it does not parse. -#}
{% macro typed_value(column, source_type) -%}
    {%- set wanted = column.type | upper -%}
    {%- if wanted == 'VARCHAR' -%}
        {{ raw_text(column.name) if source_type.startswith('VARCHAR') else 'cast(' ~ column.name ~ ' as varchar)' }}
    {%- elif wanted == 'TIMESTAMP' -%}
        {{ local_timestamp(column.name, source_type) }}
    {%- elif wanted == 'DATE' and source_type == 'TIMESTAMP WITH TIME ZONE' -%}
        cast({{ local_timestamp(column.name, source_type) }} as date)
    {%- elif source_type.startswith('VARCHAR') -%}
        try_cast({{ raw_text(column.name) }} as {{ column.type }})
    {%- elif source_type.replace(' ', '') == wanted.replace(' ', '') -%}
        {{ column.name }}
    {%- else -%}
        try_cast({{ column.name }} as {{ column.type }})
    {%- endif -%}
{%- endmacro %}

{#-
    The value a reader gets: a code that the contract does not know is null in an optional column,
    a bureau's code for "no score" is null.
-#}
{% macro accepted_value(column) -%}
    {%- if column.meta.get('codes') -%}
        case when lower({{ column.name }}) in ({{ quoted_list(column.meta['codes']) }}) then lower({{ column.name }}) end
    {%- elif column.meta.get('null_outside') -%}
        case when {{ column.name }} between {{ column.meta['null_outside'][0] }} and {{ column.meta['null_outside'][1] }} then {{ column.name }} end
    {%- else -%}
        {{ column.name }}
    {%- endif -%}
{%- endmacro %}

{#- ['a', 'b'] as 'a', 'b'. -#}
{% macro quoted_list(texts) -%}
    {%- for text in texts -%}'{{ text | replace("'", "''") }}'{{ ', ' if not loop.last }}{%- endfor -%}
{%- endmacro %}

{#- Body of a connector's model for a table that its source system does not have. -#}
{% macro no_rows() -%}
select cast(null as bigint) as source_row where false
{%- endmacro %}
