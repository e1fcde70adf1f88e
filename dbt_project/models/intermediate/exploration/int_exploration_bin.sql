-- goods and bads of every frozen bin, those without a row included, for each family that has labels
with counted as (
    {%- for feature in catalogue_features() %}
    select
        population,
        '{{ feature.name }}' as feature,
        {{ feature.name }} as bin,
        count(*) as row_count,
        count(case when is_bad then 1 end) as bad_count
    from {{ ref('int_exploration_row') }}
    {{ "where population = 'behaviour'" if feature.available == 'B' }}
    group by population, {{ feature.name }}
    {{ 'union all' if not loop.last }}
    {%- else %}
    -- depends_on: {{ ref('int_exploration_row') }}
    select 1 as not_executing
    {%- endfor %}
),

explored as (
    select distinct
        population,
        feature
    from counted
)

select
    explored.population,
    explored.feature,
    bins.bin,
    bins.is_missing,
    bins.from_value,
    bins.to_value,
    bins.category,
    coalesce(counted.row_count, 0) as row_count,
    coalesce(counted.row_count - counted.bad_count, 0) as good_count,
    coalesce(counted.bad_count, 0) as bad_count
from explored
inner join {{ ref('int_profile_bin') }} as bins on explored.feature = bins.feature
left join counted
    on
        explored.population = counted.population
        and bins.feature = counted.feature
        and bins.bin = counted.bin
