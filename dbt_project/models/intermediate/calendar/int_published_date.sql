-- the days that have an answer as known: published by an earlier run, or built by this one
with published_dates as (
    {%- for day in var('published_dates') %}
    select date '{{ day }}' as as_of_date
    union
    {%- endfor %}
    select as_of_date
    from {{ ref('int_as_of_dates') }}
    where is_run_date
)

select
    as_of_date,
    {{ known_until('as_of_date') }} as known_until,
    {{ is_published('as_of_date') }} as is_published_before,
    lag(as_of_date) over (order by as_of_date) as previous_as_of_date,
    max(case when as_of_date = last_day(as_of_date) then as_of_date end) over (
        order by as_of_date
        rows between unbounded preceding and 1 preceding
    ) as previous_month_end
from published_dates
