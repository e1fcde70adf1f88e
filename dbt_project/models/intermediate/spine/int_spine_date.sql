with spine_dates as (
    select distinct as_of_date
    from {{ ref('int_spine') }}
)

select
    as_of_date,
    {{ add_months('as_of_date', -6) }} as day_before_6m,
    {{ add_months('as_of_date', -12) }} as day_before_12m,
    {%- for months in range(1, 6) %}
    cast(date_trunc('month', {{ add_months('as_of_date', 1 - months) }}) as date) - 1 as month_end_{{ months }},
    {%- endfor %}
    as_of_date as month_end_0
from spine_dates
