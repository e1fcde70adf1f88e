{#-
    Whether the classification of `as_of_date` was published by an earlier run. It is never rewritten, so
    whoever shows such a date reads what was published. (var published_dates: from the published warehouse.)
-#}
{% macro is_published(as_of_date) -%}
    {%- if var('published_dates') -%}
        {{ as_of_date }} in (
            {%- for day in var('published_dates') -%}date '{{ day }}'{{ ', ' if not loop.last }}{%- endfor -%}
        )
    {%- else -%}
        false
    {%- endif -%}
{%- endmacro %}
