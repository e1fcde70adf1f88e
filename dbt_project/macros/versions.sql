{#-
    Rows of a checked table that broke no rule, identical ones collapsed, with is_conflicting true for those
    that share `key` but differ: nobody can say which of them holds.
    `columns` are the columns that make a row; `key` those that must tell rows apart. `condition` may speak of the
    checked table as checked_rows.
-#}
{% macro unique_rows(checked, columns, key, condition='true') -%}
with accepted as (
    select
        {{ columns | join(', ') }},
        min(source_file) as source_file,
        min(source_row) as source_row,
        count(*) as raw_row_count
    from {{ checked }} as checked_rows
    where broken_rule is null and {{ condition }}
    group by {{ columns | join(', ') }}
)

select
    *,
    count(*) over (partition by {{ key | join(', ') }}) > 1 as is_conflicting
from accepted
{%- endmacro %}

{#-
    Keys under which more than one accepted row of a checked table stands. Only these rows have to be compared with
    each other, and in a table of many millions they are few: the others pass as they are, in the order they came.
-#}
{% macro repeated_keys(checked, key, condition) -%}
select {{ key | join(', ') }}
from {{ checked }}
where broken_rule is null and {{ condition }}
group by {{ key | join(', ') }}
having count(*) > 1
{%- endmacro %}

{#- Whether the key of `row` is one of `repeated`, a relation of repeated_keys. -#}
{% macro is_repeated(row, repeated, key) -%}
exists (
    select 1
    from {{ repeated }} as repeated_keys
    where
        {%- for column in key %}
        {{ 'and ' if not loop.first }}repeated_keys.{{ column }} = {{ row }}.{{ column }}
        {%- endfor %}
)
{%- endmacro %}

{#- Names of a contract table's columns, without those that say where a row came from. -#}
{% macro contract_column_names(table, besides=[]) -%}
    {%- set names = [] -%}
    {%- for column in contract_columns(table) if not column.meta.get('is_origin') and column.name not in besides -%}
        {%- do names.append(column.name) -%}
    {%- endfor -%}
    {%- do return(names if names else ['1']) -%}
{%- endmacro %}

{#- Joins a version to a date: the one in force at `known_until`. Versions carry known_from and known_to (null: still holds). -#}
{% macro version_holds(version, known_until) -%}
    {{ version }}.known_from <= {{ known_until }} and ({{ version }}.known_to is null or {{ version }}.known_to > {{ known_until }})
{%- endmacro %}
