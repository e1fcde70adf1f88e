-- Weight of evidence: ln of the bin's share of the goods over its share of the bads, half a row added to each class in
-- each bin that has rows, so that a bin without goods or bads stays finite. Null where a class is absent altogether.
{{ config(pre_hook="{{ replace_explored() }}") }}

with totals as (
    select
        population,
        feature,
        sum(good_count) as good_count,
        sum(bad_count) as bad_count,
        count(case when row_count > 0 then 1 end) as bin_count
    from {{ ref('int_exploration_bin') }}
    group by population, feature
),

shares as (
    select
        bins.*,
        case when bins.row_count > 0 and totals.good_count > 0 and totals.bad_count > 0
                then (bins.good_count + 0.5) / (totals.good_count + 0.5 * totals.bin_count)
        end as good_share,
        case when bins.row_count > 0 and totals.good_count > 0 and totals.bad_count > 0
                then (bins.bad_count + 0.5) / (totals.bad_count + 0.5 * totals.bin_count)
        end as bad_share
    from {{ ref('int_exploration_bin') }} as bins
    inner join totals on bins.population = totals.population and bins.feature = totals.feature
)

select
    {{ run_as_of_date() }} as labelled_on,
    shares.population,
    shares.feature,
    shares.bin,
    shares.is_missing,
    shares.from_value,
    shares.to_value,
    shares.category,
    shares.row_count,
    shares.good_count,
    shares.bad_count,
    {{ ratio('shares.bad_count', 'shares.row_count') }} as bad_rate,
    cast(
        case when shares.row_count > 0 then {{ wilson_bound('shares.bad_count', 'shares.row_count', '-') }} end
        as decimal(18, 8)
    ) as bad_rate_low,
    cast(
        case when shares.row_count > 0 then {{ wilson_bound('shares.bad_count', 'shares.row_count', '+') }} end
        as decimal(18, 8)
    ) as bad_rate_high,
    cast(monotone.monotone_bad_rate as decimal(18, 8)) as monotone_bad_rate,
    coalesce(monotone.is_reversal, false) as is_reversal,
    cast(ln(shares.good_share / shares.bad_share) as decimal(18, 8)) as weight_of_evidence,
    cast((shares.good_share - shares.bad_share) * ln(shares.good_share / shares.bad_share) as decimal(18, 8))
        as information_value
from shares
left join {{ ref('int_exploration_monotone') }} as monotone
    on
        shares.population = monotone.population
        and shares.feature = monotone.feature
        and shares.bin = monotone.bin
