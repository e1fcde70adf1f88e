{{ config(materialized='view') }}

select
    spine.loan_id,
    spine.as_of_date,
    cast(coalesce(own_loans.opened_count, 0) as integer) as own_prior_loans_count,
    cast(dpd.worst_dpd as integer) as own_prior_worst_delay_days,
    area_rates.area_product_bad_rate_lagged,
    cast(
        case
            when spine.population <> 'behaviour' then null
            when coalesce(own_loans.open_count, 0) = 0 then 0
            else dpd.open_dpd
        end as integer
    ) as borrower_max_dpd_other_loans
from {{ ref('int_spine') }} as spine
left join {{ ref('int_spine_own_loans') }} as own_loans
    on
        spine.loan_id = own_loans.loan_id
        and spine.as_of_date = own_loans.as_of_date
left join {{ ref('int_relationship_dpd') }} as dpd
    on
        spine.loan_id = dpd.loan_id
        and spine.as_of_date = dpd.as_of_date
left join {{ ref('int_area_rate') }} as area_rates
    on
        spine.loan_id = area_rates.loan_id
        and spine.as_of_date = area_rates.as_of_date
