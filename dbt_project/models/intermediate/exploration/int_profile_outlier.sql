-- depends_on: {{ ref('mart_loan_features') }}
-- Outliers are counted and never dropped: by z-score (more than three standard deviations from the mean) and by the
-- quartile bounds (more than 1.5 times the distance of the quartiles outside them).
-- Squares are taken of deviations over the greatest one, so that their sum is exact whatever the feature's size is.
{%- set numbers = [] %}
{%- for feature in catalogue_features() if feature.dtype != 'category' %}
    {%- do numbers.append(feature) %}
{%- endfor %}
with statistics as (
    select
        as_of_date,
        population,
        feature,
        filled_count,
        mean,
        nullif(greatest(maximum - mean, mean - minimum), 0) as reach,
        p25 - 1.5 * (p75 - p25) as lower_quartile_bound,
        p75 + 1.5 * (p75 - p25) as upper_quartile_bound
    from {{ ref('int_profile_statistic') }}
    where minimum is not null
),

squares as (
    {%- for feature in numbers %}
    {%- set deviation = '((features.' ~ feature.name ~ ' - statistics.mean) / statistics.reach)' %}
    select
        statistics.as_of_date,
        statistics.population,
        statistics.feature,
        sum(cast({{ deviation }} * {{ deviation }} as decimal(38, 30))) as squares
    from {{ ref('mart_loan_features') }} as features
    inner join statistics
        on
            features.as_of_date = statistics.as_of_date
            and features.population = statistics.population
            and statistics.feature = '{{ feature.name }}'
    where features.as_of_date in ({{ run_dates() }})
    group by statistics.as_of_date, statistics.population, statistics.feature
    {{ 'union all' if not loop.last }}
    {%- else %}
    select 1 as not_executing
    {%- endfor %}
),

deviations as (
    select
        statistics.*,
        case
            when statistics.filled_count > 1
                then coalesce(
                    statistics.reach * sqrt(cast(squares.squares as double) / (statistics.filled_count - 1)), 0
                )
        end as standard_deviation
    from statistics
    inner join squares
        on
            statistics.as_of_date = squares.as_of_date
            and statistics.population = squares.population
            and statistics.feature = squares.feature
),

counted as (
    {%- for feature in numbers %}
    select
        deviations.as_of_date,
        deviations.population,
        deviations.feature,
        count(case when abs(features.{{ feature.name }} - deviations.mean) > 3 * deviations.standard_deviation then 1 end)
            as z_outlier_count,
        count(
            case
                when
                    features.{{ feature.name }} < deviations.lower_quartile_bound
                    or features.{{ feature.name }} > deviations.upper_quartile_bound
                    then 1
            end
        ) as quartile_outlier_count
    from {{ ref('mart_loan_features') }} as features
    inner join deviations
        on
            features.as_of_date = deviations.as_of_date
            and features.population = deviations.population
            and deviations.feature = '{{ feature.name }}'
    where features.as_of_date in ({{ run_dates() }})
    group by deviations.as_of_date, deviations.population, deviations.feature
    {{ 'union all' if not loop.last }}
    {%- else %}
    select 1 as not_executing
    {%- endfor %}
)

select
    deviations.as_of_date,
    deviations.population,
    deviations.feature,
    deviations.standard_deviation,
    deviations.lower_quartile_bound,
    deviations.upper_quartile_bound,
    counted.z_outlier_count,
    counted.quartile_outlier_count
from deviations
inner join counted
    on
        deviations.as_of_date = counted.as_of_date
        and deviations.population = counted.population
        and deviations.feature = counted.feature
