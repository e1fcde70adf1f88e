{%- set first_month = '-' ~ [var('history_months'), var('training_history_months')] | max -%}
{#- none, or four month-ends at least: a cure of three months looks back that far (seed ecl_staging) #}
{%- set first_history_month = '-' ~ ([var('history_months'), 4] | max if var('history_months') else 0) %}
with run_dates as (
    {%- for as_of_date in var('as_of_dates') %}
    select date '{{ as_of_date }}' as as_of_date
    {{ 'union' if not loop.last }}
    {%- endfor %}
),

-- from far enough back for history and training, the day before the first of each month
month_ends as (
    select cast(first_days.first_day as date) - 1 as as_of_date
    from (
        select
            unnest(
                generate_series(
                    date_trunc(
                        'month',
                        {{ add_months(first_run_date(), first_month) }}
                    ),
                    cast({{ run_as_of_date() }} as timestamp),
                    interval 1 month
                )
            ) as first_day
    ) as first_days
),

purposes as (
    select
        as_of_date,
        true as is_run_date,
        false as is_history_month_end,
        false as is_training_date
    from run_dates
    union all
    select
        as_of_date,
        false as is_run_date,
        as_of_date >= {{ add_months(first_run_date(), first_history_month) }} as is_history_month_end,
        {% if var('is_training_run') -%}
            {{ label_settled_on('as_of_date') }} <= {{ run_as_of_date() }}
        {%- else -%}
        false
        {%- endif %} as is_training_date
    from month_ends
    where as_of_date < {{ run_as_of_date() }}
)

select
    as_of_date,
    {{ known_until('as_of_date') }} as known_until,
    bool_or(is_run_date) as is_run_date,
    bool_or(is_history_month_end) as is_history_month_end,
    bool_or(is_training_date) as is_training_date
from purposes
where is_run_date or is_history_month_end or is_training_date
group by as_of_date
