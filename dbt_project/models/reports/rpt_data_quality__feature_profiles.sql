-- tonight's rows and the newest labels; a feature may have either without the other
with tonight as (
    select *
    from {{ ref('feature_profile') }}
    where as_of_date = {{ run_as_of_date() }}
),

labelled as (
    select evidence.*
    from {{ ref('feature_information_value') }} as evidence
    inner join {{ ref('rpt_data_quality__run') }} as runs on evidence.labelled_on = runs.labelled_on
)

select
    {{ run_as_of_date() }} as as_of_date,
    coalesce(tonight.feature, labelled.feature) as feature,
    coalesce(tonight.population, labelled.population) as population,
    tonight.row_count,
    tonight.missing_ratio,
    {%- for name in [
        'mean', 'standard_deviation', 'minimum', 'p1', 'p5', 'p25', 'median', 'p75', 'p95', 'p99', 'maximum',
        'z_outlier_count', 'z_outlier_ratio', 'quartile_outlier_count', 'quartile_outlier_ratio'
    ] %}
    tonight.{{ name }},
    {%- endfor %}
    labelled.row_count as labelled_count,
    labelled.bad_count,
    labelled.information_value,
    labelled.strength,
    labelled.direction,
    labelled.observed_direction,
    labelled.reversal_count
from tonight
full outer join labelled on tonight.feature = labelled.feature and tonight.population = labelled.population
