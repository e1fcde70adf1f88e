{#-
    The features with all that the catalogue (columns of mart_loan_features, config.meta) says of them, by number:
    a list of {name, description, number, formula, ...}. Empty while dbt parses, since there is no graph yet.
-#}
{% macro catalogue_features() -%}
    {%- set features = [] -%}
    {%- if execute -%}
        {%- for column in graph.nodes['model.loanbook.mart_loan_features'].columns.values() -%}
            {%- set meta = column.get('config', {}).get('meta') or column.get('meta') or {} -%}
            {%- if meta.get('number') -%}
                {%- do features.append(dict(meta, name=column.name, description=column.description)) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return(features | sort(attribute='number')) -%}
{%- endmacro %}

{#- A text as an SQL literal, null where there is none. -#}
{% macro sql_text(text) -%}
    {%- if text is none -%} cast(null as varchar) {%- else -%} '{{ text | replace("'", "''") }}' {%- endif -%}
{%- endmacro %}
