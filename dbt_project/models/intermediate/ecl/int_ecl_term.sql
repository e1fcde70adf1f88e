-- How much of the next 12 months' hazard falls into each year ahead, and into the years before it.
with years as (
    select cast(unnest(generate_series(1, {{ longest_ecl_horizon() }})) as integer) as year_no
),

dated as (
    {{ dated_sets(ref('ecl_term_structure')) }}
),

terms as (
    select
        dates.as_of_date,
        years.year_no,
        dated.hazard_multiplier,
        row_number() over (partition by dates.as_of_date, years.year_no order by dated.year_no desc) as nearest_first
    from {{ ref('int_as_of_dates') }} as dates
    cross join years
    inner join dated on years.year_no >= dated.year_no and {{ in_force_on('dated', 'dates.as_of_date') }}
    where dates.is_run_date
)

select
    as_of_date,
    year_no,
    hazard_multiplier,
    cast(sum(hazard_multiplier) over years_so_far as decimal(18, 12)) as cumulative_multiplier
from terms
where nearest_first = 1
window years_so_far as (
    partition by as_of_date
    order by year_no
    rows between unbounded preceding and current row
)
