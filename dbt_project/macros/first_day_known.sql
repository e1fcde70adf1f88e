{#-
    The first as-of date that may read what was recorded at `recorded`: the earliest day whose cutoff
    (macro known_until) is not before it.
-#}
{% macro first_day_known(recorded) -%}
    (
        cast({{ recorded }} - to_hours(24 + {{ var('record_cutoff_hours') }}) as date)
        + case
            when {{ recorded }} - to_hours(24 + {{ var('record_cutoff_hours') }})
                > date_trunc('day', {{ recorded }} - to_hours(24 + {{ var('record_cutoff_hours') }})) then 1
            else 0
        end
    )
{%- endmacro %}
