-- the pairs that a label is wanted for: training rows of the spine, with what the lender already told of them
select
    spine.loan_id,
    spine.customer_id,
    spine.as_of_date,
    spine.known_until,
    spine.population,
    {{ add_months('spine.as_of_date', var('label_window_months')) }} as window_ends_on,
    outcomes.is_bad as told_is_bad,
    outcomes.matured_on as told_matured_on
from {{ ref('int_spine') }} as spine
left join {{ ref('stg_outcomes') }} as outcomes
    on
        spine.loan_id = outcomes.loan_id
        and spine.as_of_date = outcomes.as_of_date
        and {{ version_holds('outcomes', known_until(run_as_of_date())) }}
        and outcomes.matured_on <= {{ run_as_of_date() }}
where spine.is_training_row
