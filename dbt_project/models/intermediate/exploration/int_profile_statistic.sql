-- Sums are of exact decimals, so that they do not depend on the order in which threads add; a category is only counted.
{%- set fractions = ['0.01', '0.05', '0.25', '0.5', '0.75', '0.95', '0.99'] %}
with aggregated as (
    {%- for feature in catalogue_features() %}
    {%- set is_number = feature.dtype != 'category' %}
    select
        as_of_date,
        population,
        '{{ feature.name }}' as feature,
        count(*) as row_count,
        count({{ feature.name }}) as filled_count,
        {%- if is_number %}
        cast(min({{ feature.name }}) as double) as minimum,
        cast(max({{ feature.name }}) as double) as maximum,
        cast(sum(cast({{ feature.name }} as decimal(38, 8))) as double) / nullif(count({{ feature.name }}), 0) as mean,
        {{ quantiles('cast(' ~ feature.name ~ ' as double)', fractions) }} as quantiles,
        {%- else %}
        cast(null as double) as minimum,
        cast(null as double) as maximum,
        cast(null as double) as mean,
        cast(null as double []) as quantiles,
        {%- endif %}
        count(case when {{ is_out_of_bounds(feature) }} then 1 end) as out_of_bounds_count
    from {{ ref('mart_loan_features') }}
    where as_of_date in ({{ run_dates() }}){{ " and population = 'behaviour'" if feature.available == 'B' }}
    group by as_of_date, population
    {{ 'union all' if not loop.last }}
    {%- else %}
    -- depends_on: {{ ref('mart_loan_features') }}
    select 1 as not_executing
    {%- endfor %}
)

select
    as_of_date,
    population,
    feature,
    row_count,
    filled_count,
    minimum,
    maximum,
    -- a constant is its own mean, to the last digit
    case when minimum = maximum then minimum else mean end as mean,
    {%- for name in ['p1', 'p5', 'p25', 'median', 'p75', 'p95', 'p99'] %}
    quantiles[{{ loop.index }}] as {{ name }},
    {%- endfor %}
    out_of_bounds_count
from aggregated
