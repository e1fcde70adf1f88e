{#- A ratio held at or below `cap`; null where either side is. DuckDB's least() skips nulls, hence the case. -#}
{% macro capped_ratio(numerator, denominator, cap) -%}
    case
        when {{ numerator }} is not null and {{ denominator }} is not null
            then least({{ numerator }} / {{ denominator }}, {{ cap }})
    end
{%- endmacro %}
