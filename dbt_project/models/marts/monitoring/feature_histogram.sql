{{ config(pre_hook="{{ replace_run_dates() }}") }}

with profiled as (
    select
        as_of_date,
        population,
        feature,
        row_count
    from {{ ref('int_profile_statistic') }}
)

select
    profiled.as_of_date,
    profiled.population,
    profiled.feature,
    bins.bin,
    bins.is_missing,
    bins.from_value,
    bins.to_value,
    bins.category,
    coalesce(counted.row_count, 0) as row_count,
    {{ ratio('coalesce(counted.row_count, 0)', 'profiled.row_count') }} as row_ratio
from profiled
inner join {{ ref('int_profile_bin') }} as bins on profiled.feature = bins.feature
left join {{ ref('int_profile_count') }} as counted
    on
        profiled.as_of_date = counted.as_of_date
        and profiled.population = counted.population
        and profiled.feature = counted.feature
        and bins.bin = counted.bin
