{#- The classes of a borrower from best to worst; from the fifth on they are non-performing. -#}
{% macro borrower_classes() -%}
    {%- do return([
        'STANDARD', 'SMA-0', 'SMA-1', 'SMA-2', 'SUBSTANDARD', 'DOUBTFUL-1', 'DOUBTFUL-2', 'DOUBTFUL-3', 'LOSS'
    ]) -%}
{%- endmacro %}
