-- rows of the run's dates by bin, one scan of one column a feature; behavioural features of behavioural rows alone
{%- for feature in catalogue_features() %}
select
    as_of_date,
    population,
    '{{ feature.name }}' as feature,
    {{ bin_of(feature) }} as bin,
    count(*) as row_count
from {{ ref('mart_loan_features') }}
where as_of_date in ({{ run_dates() }}){{ " and population = 'behaviour'" if feature.available == 'B' }}
group by as_of_date, population, {{ bin_of(feature) }}
{{ 'union all' if not loop.last }}
{%- else %}
-- depends_on: {{ ref('mart_loan_features') }}
select 1 as not_executing
{%- endfor %}
