{{ config(pre_hook="{{ replace_run_dates() }}") }}

select
    statistics.as_of_date,
    statistics.population,
    statistics.feature,
    statistics.row_count,
    statistics.row_count - statistics.filled_count as missing_count,
    {{ ratio('statistics.row_count - statistics.filled_count', 'statistics.row_count') }} as missing_ratio,
    statistics.mean,
    outliers.standard_deviation,
    statistics.minimum,
    statistics.p1,
    statistics.p5,
    statistics.p25,
    statistics.median,
    statistics.p75,
    statistics.p95,
    statistics.p99,
    statistics.maximum,
    outliers.z_outlier_count,
    {{ ratio('outliers.z_outlier_count', 'statistics.filled_count') }} as z_outlier_ratio,
    outliers.lower_quartile_bound,
    outliers.upper_quartile_bound,
    outliers.quartile_outlier_count,
    {{ ratio('outliers.quartile_outlier_count', 'statistics.filled_count') }} as quartile_outlier_ratio,
    statistics.out_of_bounds_count,
    {{ ratio('statistics.out_of_bounds_count', 'statistics.filled_count') }} as out_of_bounds_ratio
from {{ ref('int_profile_statistic') }} as statistics
left join {{ ref('int_profile_outlier') }} as outliers
    on
        statistics.as_of_date = outliers.as_of_date
        and statistics.population = outliers.population
        and statistics.feature = outliers.feature
