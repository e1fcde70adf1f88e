{{ config(pre_hook="{{ replace_run_dates() }}") }}

with scenarios as (
    {{ dated_sets(ref('ecl_scenarios')) }}
),

sums as (
    select
        losses.as_of_date,
        losses.scenario,
        count(*) as loan_count,
        sum({{ in_book_currency('losses.ecl', 'loans.exchange_rate') }}) as ecl
    from {{ ref('int_ecl_scenario') }} as losses
    inner join {{ ref('int_ecl_portfolio') }} as loans
        on losses.loan_id = loans.loan_id and losses.as_of_date = loans.as_of_date
    group by losses.as_of_date, losses.scenario
)

select
    sums.as_of_date,
    sums.scenario,
    scenarios.weight,
    scenarios.pd_multiplier,
    scenarios.lgd_multiplier,
    scenarios.is_verified,
    cast(sums.loan_count as bigint) as loan_count,
    cast(sums.ecl as decimal(18, 2)) as ecl,
    cast(round(scenarios.weight * sums.ecl, 2) as decimal(18, 2)) as weighted_ecl
from sums
inner join scenarios
    on sums.scenario = scenarios.scenario and {{ in_force_on('scenarios', 'sums.as_of_date') }}
