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
    lag(as_of_date) over (order by as_of_date) as previous_as_of_date
from published_dates
