-- The PD of a performing loan today, when it was first scored, and at its highest within the time that a cure takes;
-- each over the same years ahead, so that they can be compared.
with rules as (
    {{ dated_sets(ref('ecl_staging')) }}
),

-- a PD that no model gave (1 for an NPA) is no measure of what was expected
scores as (
    select
        loan_id,
        as_of_date as scored_on,
        cast(pd_12m as decimal(18, 12)) as pd_12m
    from {{ source('scores', 'loan_scores') }}
    where model_version is not null
),

compared as (
    select
        loans.loan_id,
        loans.as_of_date,
        loans.remaining_years,
        max(case when scores.scored_on = loans.as_of_date then scores.pd_12m end) as pd_12m,
        {{ value_of_first('scores.pd_12m', 'scores.scored_on') }} as first_pd_12m,
        max(
            case
                when {{ add_months('scores.scored_on', 'rules.cure_months') }} > loans.as_of_date then scores.pd_12m
            end
        ) as highest_pd_12m
    from {{ ref('int_ecl_exposure') }} as loans
    inner join rules on {{ in_force_on('rules', 'loans.as_of_date') }}
    inner join scores on loans.loan_id = scores.loan_id and loans.as_of_date >= scores.scored_on
    where not loans.is_npa
    group by loans.loan_id, loans.as_of_date, loans.remaining_years
)

select
    compared.loan_id,
    compared.as_of_date,
    compared.pd_12m,
    compared.first_pd_12m,
    {{ lifetime_pd('compared.pd_12m', 'terms.cumulative_multiplier') }} as pd_lifetime,
    {{ lifetime_pd('compared.first_pd_12m', 'terms.cumulative_multiplier') }} as first_pd_lifetime,
    {{ lifetime_pd('compared.highest_pd_12m', 'terms.cumulative_multiplier') }} as highest_pd_lifetime
from compared
inner join {{ ref('int_ecl_term') }} as terms
    on compared.as_of_date = terms.as_of_date and compared.remaining_years = terms.year_no
