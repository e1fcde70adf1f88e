{{ config(pre_hook="{{ replace_explored() }}") }}

with directions as (
    select distinct
        population,
        feature,
        direction,
        observed_direction
    from {{ ref('int_exploration_monotone') }}
),

summed as (
    select
        labelled_on,
        population,
        feature,
        sum(row_count) as row_count,
        sum(bad_count) as bad_count,
        sum(case when is_missing then row_count else 0 end) as missing_count,
        count(case when row_count > 0 then 1 end) as bin_count,
        sum(information_value) as information_value,
        count(case when is_reversal then 1 end) as reversal_count
    from {{ ref('feature_bad_rate') }}
    where labelled_on = {{ run_as_of_date() }} and {{ 'true' if var('is_training_run') else 'false' }}
    group by labelled_on, population, feature
)

select
    summed.labelled_on,
    summed.population,
    summed.feature,
    cast(summed.row_count as bigint) as row_count,
    cast(summed.bad_count as bigint) as bad_count,
    {{ ratio('summed.bad_count', 'summed.row_count') }} as bad_rate,
    {{ ratio('summed.missing_count', 'summed.row_count') }} as missing_ratio,
    summed.bin_count,
    cast(summed.information_value as decimal(18, 8)) as information_value,
    case
        when summed.information_value < 0.02 then 'none'
        when summed.information_value < 0.1 then 'weak'
        when summed.information_value < 0.3 then 'medium'
        when summed.information_value < 0.5 then 'strong'
        when summed.information_value >= 0.5 then 'very strong'
    end as strength,
    directions.direction,
    directions.observed_direction,
    summed.reversal_count
from summed
left join directions on summed.population = directions.population and summed.feature = directions.feature
