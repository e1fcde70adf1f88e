-- Loss given default: the lender's own estimate where it was verified against recoveries, else the regulator's
-- backstop. A house assumption that nobody has checked is no estimate.
with backstops as (
    {{ dated_sets(ref('lgd_backstop')) }}
)

select
    loans.loan_id,
    loans.as_of_date,
    coalesce(own_estimates.lgd, backstops.lgd) as lgd,
    case when own_estimates.lgd is not null then 'own estimate' else 'backstop' end as lgd_source,
    coalesce(own_estimates.is_verified, backstops.is_verified) as is_lgd_verified
from {{ ref('int_ecl_loan') }} as loans
left join {{ ref('int_features_loan') }} as features
    on loans.loan_id = features.loan_id and loans.as_of_date = features.as_of_date
left join {{ ref('lgd') }} as own_estimates
    on
        features.loan_type_code = own_estimates.loan_type
        and loans.is_secured = own_estimates.is_secured
        and own_estimates.is_verified
inner join backstops
    on
        loans.is_secured = backstops.is_secured
        and {{ in_force_on('backstops', 'loans.as_of_date') }}
