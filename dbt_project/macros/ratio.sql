{#- A fraction to eight decimals; null where there is nothing to divide by, never 0 or 1. -#}
{% macro ratio(part, whole) -%}
    cast(({{ part }}) / nullif({{ whole }}, 0) as decimal(18, 8))
{%- endmacro %}
