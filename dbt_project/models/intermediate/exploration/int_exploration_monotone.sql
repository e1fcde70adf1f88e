-- Whether the bad rate runs one way over the bins of a number. direction: the catalogue's, where it states one; else
-- the one that is seen. observed_direction: whether the bads lie in higher (1) or lower (-1) bins than all rows do.
-- The monotone rate is the closest one (by squares, weighted by rows) that never turns against the direction: of a
-- rising one the greatest, over starts at or before the bin, of the smallest mean rate over ends at or after it.
-- A reversal is a bin whose rate lies against the direction of its neighbour's by more than two standard errors.
with ordered_bins as (
    select
        population,
        feature,
        bin,
        row_count,
        bad_count,
        cast(bad_count as double) / row_count as bad_rate,
        sum(row_count) over by_bin as rows_to_here,
        sum(bad_count) over by_bin as bads_to_here,
        lag(row_count) over by_bin as previous_row_count,
        cast(lag(bad_count) over by_bin as double) / lag(row_count) over by_bin as previous_bad_rate
    from {{ ref('int_exploration_bin') }}
    where not is_missing and category is null and row_count > 0
    window by_bin as (partition by population, feature order by bin)
),

slopes as (
    select
        population,
        feature,
        cast(
            sign(sum(bin * bad_count) * sum(row_count) - sum(bin * row_count) * sum(bad_count)) as integer
        ) as observed_direction
    from ordered_bins
    group by population, feature
),

directions as (
    select
        slopes.*,
        case
            when catalogue.monotone != 0 then catalogue.monotone
            when slopes.observed_direction < 0 then -1
            else 1
        end as direction
    from slopes
    inner join {{ ref('feature_catalogue') }} as catalogue on slopes.feature = catalogue.feature
),

-- mean rate over every run of neighbouring bins, turned so that it has to rise
runs as (
    select
        firsts.population,
        firsts.feature,
        firsts.bin as first_bin,
        lasts.bin as last_bin,
        directions.direction
        * cast(lasts.bads_to_here - firsts.bads_to_here + firsts.bad_count as double)
        / (lasts.rows_to_here - firsts.rows_to_here + firsts.row_count) as turned_rate
    from ordered_bins as firsts
    inner join ordered_bins as lasts
        on firsts.population = lasts.population and firsts.feature = lasts.feature and firsts.bin <= lasts.bin
    inner join directions on firsts.population = directions.population and firsts.feature = directions.feature
),

smallest_from_a_start as (
    select
        ordered_bins.population,
        ordered_bins.feature,
        ordered_bins.bin,
        runs.first_bin,
        min(runs.turned_rate) as turned_rate
    from ordered_bins
    inner join runs
        on
            ordered_bins.population = runs.population
            and ordered_bins.feature = runs.feature
            and ordered_bins.bin between runs.first_bin and runs.last_bin
    group by ordered_bins.population, ordered_bins.feature, ordered_bins.bin, runs.first_bin
),

monotone as (
    select
        population,
        feature,
        bin,
        max(turned_rate) as turned_rate
    from smallest_from_a_start
    group by population, feature, bin
)

select
    ordered_bins.population,
    ordered_bins.feature,
    ordered_bins.bin,
    directions.direction,
    directions.observed_direction,
    directions.direction * monotone.turned_rate as monotone_bad_rate,
    coalesce(
        directions.direction * (ordered_bins.previous_bad_rate - ordered_bins.bad_rate) > 2 * sqrt(
            ordered_bins.previous_bad_rate * (1 - ordered_bins.previous_bad_rate) / ordered_bins.previous_row_count
            + ordered_bins.bad_rate * (1 - ordered_bins.bad_rate) / ordered_bins.row_count
        ),
        false
    ) as is_reversal
from ordered_bins
inner join directions
    on ordered_bins.population = directions.population and ordered_bins.feature = directions.feature
inner join monotone
    on
        ordered_bins.population = monotone.population
        and ordered_bins.feature = monotone.feature
        and ordered_bins.bin = monotone.bin
