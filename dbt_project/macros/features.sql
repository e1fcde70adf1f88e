{#- The features, in the catalogue's order: a list of {name, available} read from the columns of mart_loan_features. -#}
{% macro feature_columns() -%}
    {%- set features = [] -%}
    {%- if execute -%}
        {%- for column in graph.nodes['model.loanbook.mart_loan_features'].columns.values() -%}
            {%- set meta = column.get('config', {}).get('meta') or column.get('meta') or {} -%}
            {%- if meta.get('number') -%}
                {%- do features.append({'name': column.name, 'available': meta['available']}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
    {%- do return(features) -%}
{%- endmacro %}
