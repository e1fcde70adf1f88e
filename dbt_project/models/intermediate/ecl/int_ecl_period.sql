-- The terms of the sum over the years ahead, S(t-1) x h(t) x LGD x EAD(t) x (1 + rate)^-(t - 1/2): one year in
-- stage 1, all of them in stage 2. Powers need floats; each is rounded to a decimal at once, so that sums do not
-- depend on their order.
with scenarios as (
    {{ dated_sets(ref('ecl_scenarios')) }}
),

years as (
    select
        loans.loan_id,
        loans.as_of_date,
        stages.stage,
        terms.year_no,
        terms.hazard_multiplier,
        terms.cumulative_multiplier - terms.hazard_multiplier as multiplier_before,
        pds.pd_12m,
        lgds.lgd,
        coalesce(loans.interest_rate_pct, 0) / 100 as discount_rate,
        loans.remaining_months,
        loans.is_revolving,
        loans.is_schedule_complete,
        loans.ead,
        coalesce(
            sum(repayments.principal_due) over (
                partition by loans.loan_id, loans.as_of_date
                order by terms.year_no
                rows between unbounded preceding and 1 preceding
            ),
            cast(0 as decimal(18, 2))
        ) as repaid_before
    from {{ ref('int_ecl_exposure') }} as loans
    inner join {{ ref('int_ecl_stage') }} as stages
        on loans.loan_id = stages.loan_id and loans.as_of_date = stages.as_of_date
    inner join {{ ref('int_ecl_pd') }} as pds
        on loans.loan_id = pds.loan_id and loans.as_of_date = pds.as_of_date
    inner join {{ ref('int_ecl_lgd') }} as lgds
        on loans.loan_id = lgds.loan_id and loans.as_of_date = lgds.as_of_date
    inner join {{ ref('int_ecl_term') }} as terms
        on
            loans.as_of_date = terms.as_of_date
            and terms.year_no <= case when stages.stage = 1 then 1 else loans.remaining_years end
    left join {{ ref('int_ecl_repayment') }} as repayments
        on
            loans.loan_id = repayments.loan_id
            and loans.as_of_date = repayments.as_of_date
            and terms.year_no = repayments.year_no
    where stages.stage < 3 and pds.pd_12m is not null and loans.ead is not null
),

exposures as (
    select
        *,
        cast(
            case
                when is_revolving or year_no = 1 then ead
                when is_schedule_complete then greatest(ead - repaid_before, cast(0 as decimal(18, 2)))
                else {{ annuity_balance('ead', 'discount_rate', 'remaining_months', '(year_no - 1) * 12') }}
            end as decimal(18, 2)
        ) as ead_in_year
    from years
),

likelihoods as (
    select
        exposures.loan_id,
        exposures.as_of_date,
        exposures.stage,
        scenarios.scenario,
        exposures.year_no,
        exposures.ead_in_year,
        {{ survival('exposures.pd_12m', 'scenarios.pd_multiplier', 'exposures.multiplier_before') }} as survival_before,
        cast(1 as decimal(18, 15))
        - {{ survival('exposures.pd_12m', 'scenarios.pd_multiplier', 'exposures.hazard_multiplier') }} as hazard,
        {{ scenario_lgd('exposures.lgd', 'scenarios.lgd_multiplier') }} as lgd,
        {{ mid_year_discount('exposures.discount_rate', 'exposures.year_no') }} as discount_factor
    from exposures
    inner join scenarios on {{ in_force_on('scenarios', 'exposures.as_of_date') }}
)

select
    *,
    {{ discounted_loss('survival_before', 'hazard', 'lgd', 'ead_in_year', 'discount_factor') }} as expected_loss
from likelihoods
