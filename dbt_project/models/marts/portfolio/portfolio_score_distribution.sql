{{ config(pre_hook="{{ replace_run_dates() }}") }}

-- twenty points a bin; the topmost score belongs to the bin below it
with scored as (
    select
        scores.as_of_date,
        scores.population,
        least(cast(floor(scores.risk_score / 20) * 20 as integer), 880) as score_from,
        coalesce(loans.is_overdue, false) as is_overdue
    from {{ source('scores', 'loan_scores') }} as scores
    left join {{ ref('int_portfolio_loan') }} as loans
        on scores.loan_id = loans.loan_id and scores.as_of_date = loans.observed_on
    where scores.as_of_date in ({{ run_dates() }}) and not coalesce(loans.is_npa, false)
),

counted as (
    select
        as_of_date,
        population,
        score_from,
        sum(case when is_overdue then 0 else 1 end) as clear_count,
        sum(case when is_overdue then 1 else 0 end) as overdue_count
    from scored
    group by as_of_date, population, score_from
),

-- empty bins between the lowest and the highest are zeros, not gaps
bins as (
    select
        as_of_date,
        population,
        unnest(generate_series(min(score_from), max(score_from), 20)) as score_from
    from counted
    group by as_of_date, population
)

select
    bins.as_of_date,
    bins.population,
    cast(bins.score_from as integer) as score_from,
    cast(bins.score_from + 20 as integer) as score_to,
    cast(coalesce(counted.clear_count, 0) as bigint) as clear_count,
    cast(coalesce(counted.overdue_count, 0) as bigint) as overdue_count,
    {{ ratio('coalesce(counted.clear_count, 0)', 'sum(counted.clear_count) over family') }} as clear_share,
    {{ ratio('coalesce(counted.overdue_count, 0)', 'sum(counted.overdue_count) over family') }} as overdue_share
from bins
left join counted
    on
        bins.as_of_date = counted.as_of_date
        and bins.population = counted.population
        and bins.score_from = counted.score_from
window family as (partition by bins.as_of_date, bins.population)
