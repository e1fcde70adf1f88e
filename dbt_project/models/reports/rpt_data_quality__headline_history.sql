{#- so many published nights up to the report's are shown -#}
{%- set nights = 13 -%}
with shown_dates as (
    select as_of_date
    from {{ ref('int_published_date') }}
    where as_of_date <= {{ run_as_of_date() }}
    order by as_of_date desc
    limit {{ nights }}
),

figures as (
    select quality.*
    from {{ ref('data_quality') }} as quality
    inner join shown_dates on quality.as_of_date = shown_dates.as_of_date
),

measured as (
    select
        as_of_date,
        sum(case when item = 'rows read' then value end) as rows_read,
        {{ ratio(
            "sum(case when item = 'rows in quarantine' then value end)",
            "sum(case when item = 'rows read' then value end)"
        ) }} as quarantined_ratio,
        {{ ratio(
            "sum(case when check_group = 'late' and base_count is not null then value end)",
            "sum(case when check_group = 'late' then base_count end)"
        ) }} as late_ratio,
        max(case when item = 'newest record' then value end) as oldest_record_days,
        {{ ratio(
            "sum(case when check_group = 'missing' then cast(value as decimal(18, 8)) * base_count end)",
            "sum(case when check_group = 'missing' then base_count end)"
        ) }} as missing_ratio,
        count(case when check_group = 'feature' and value = 1 then 1 end) as empty_features,
        count(case when status = 'warn' then 1 end) as looks,
        count(case when status = 'fail' then 1 end) as fails
    from figures
    group by as_of_date
)

{%- for figure in quality_headlines() %}

select
    {{ run_as_of_date() }} as as_of_date,
    '{{ figure.name }}' as figure,
    as_of_date as observed_on,
    cast({{ figure.name }} as decimal(38, 8)) as value
from measured
{{ 'union all' if not loop.last }}
{%- endfor %}
