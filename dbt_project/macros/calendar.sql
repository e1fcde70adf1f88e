{#- Calendar arithmetic that stays a DATE: adding an interval to a DATE gives a TIMESTAMP in some engines. -#}

{#- `months` calendar months after `day`, clamped to the month's end (31 January + 1 = 28 February). -#}
{% macro add_months(day, months) -%}
    cast({{ day }} + to_months(cast({{ months }} as integer)) as date)
{%- endmacro %}

{#- Whole months completed from one day to another: 31 January to 28 February is none, to 1 March is one. -#}
{% macro whole_months_between(from_day, to_day) -%}
    (
        (extract(year from {{ to_day }}) - extract(year from {{ from_day }})) * 12
        + extract(month from {{ to_day }}) - extract(month from {{ from_day }})
        - case when extract(day from {{ to_day }}) < extract(day from {{ from_day }}) then 1 else 0 end
    )
{%- endmacro %}

{#- The last moment at which a row may be recorded and still count for the day `day`. -#}
{% macro known_until(day) -%}
    cast({{ day }} as timestamp) + to_hours(24 + {{ var('record_cutoff_hours') }})
{%- endmacro %}

{#- The day from which a loan's label for the day `day` is settled: the window's end and the settling lag after it. -#}
{% macro label_settled_on(day) -%}
    ({{ add_months(day, var('label_window_months')) }} + {{ var('settling_lag_days') }})
{%- endmacro %}
