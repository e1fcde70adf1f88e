-- The loss expected of a loan in each scenario, in whole paise: the sum over its years, or what an impaired loan loses.
with scenarios as (
    {{ dated_sets(ref('ecl_scenarios')) }}
),

losses as (
    select
        loan_id,
        as_of_date,
        scenario,
        sum(expected_loss) as expected_loss
    from {{ ref('int_ecl_period') }}
    group by loan_id, as_of_date, scenario
    union all
    select
        loans.loan_id,
        loans.as_of_date,
        scenarios.scenario,
        cast(loans.ead as decimal(28, 2)) * {{ scenario_lgd('lgds.lgd', 'scenarios.lgd_multiplier') }} as expected_loss
    from {{ ref('int_ecl_exposure') }} as loans
    inner join {{ ref('int_ecl_lgd') }} as lgds
        on loans.loan_id = lgds.loan_id and loans.as_of_date = lgds.as_of_date
    inner join scenarios on {{ in_force_on('scenarios', 'loans.as_of_date') }}
    where loans.is_npa and loans.ead is not null
)

select
    losses.loan_id,
    losses.as_of_date,
    losses.scenario,
    scenarios.weight,
    cast(round(losses.expected_loss, 2) as decimal(18, 2)) as ecl
from losses
inner join scenarios
    on losses.scenario = scenarios.scenario and {{ in_force_on('scenarios', 'losses.as_of_date') }}
