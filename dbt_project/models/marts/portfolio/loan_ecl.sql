{{ config(pre_hook="{{ replace_run_dates() }}") }}

with modelled as (
    select
        loan_id,
        as_of_date,
        cast(round(sum(weight * cast(ecl as decimal(28, 2))), 2) as decimal(18, 2)) as ecl_before_floor
    from {{ ref('int_ecl_scenario') }}
    group by loan_id, as_of_date
),

-- where nothing was modelled for want of a score, the provision stands in
allowances as (
    select
        loans.*,
        stages.stage,
        stages.stage_reason,
        modelled.ecl_before_floor,
        case when loans.outstanding is not null then coalesce(modelled.ecl_before_floor, loans.provision) end
            as allowance,
        floors.floor_category,
        floors.floor_rate,
        floors.floor_is_verified,
        {{ provision_on('loans.outstanding', 'floors.floor_rate') }} as floor_amount
    from {{ ref('int_ecl_exposure') }} as loans
    inner join {{ ref('int_ecl_stage') }} as stages
        on loans.loan_id = stages.loan_id and loans.as_of_date = stages.as_of_date
    left join modelled on loans.loan_id = modelled.loan_id and loans.as_of_date = modelled.as_of_date
    left join {{ ref('int_ecl_floor') }} as floors
        on loans.loan_id = floors.loan_id and loans.as_of_date = floors.as_of_date
)

select
    allowances.loan_id,
    allowances.as_of_date,
    allowances.customer_id,
    allowances.loan_type,
    allowances.currency,
    allowances.borrower_class,
    cast(allowances.stage as integer) as stage,
    allowances.stage_reason,
    cast(case when allowances.stage = 3 then 1 else pds.pd_12m end as decimal(18, 12)) as pd_12m,
    cast(pds.first_pd_12m as decimal(18, 12)) as first_pd_12m,
    cast(case when allowances.stage = 3 then 1 else pds.pd_lifetime end as decimal(18, 12)) as pd_lifetime,
    cast(pds.first_pd_lifetime as decimal(18, 12)) as first_pd_lifetime,
    cast(lgds.lgd as decimal(5, 4)) as lgd,
    lgds.lgd_source,
    lgds.is_lgd_verified,
    cast(allowances.outstanding as decimal(18, 2)) as outstanding,
    cast(allowances.undrawn_amount as decimal(18, 2)) as undrawn_amount,
    allowances.ead,
    cast(allowances.interest_rate_pct as decimal(9, 4)) as discount_rate_pct,
    allowances.remaining_years,
    case
        when allowances.allowance is null and allowances.floor_amount is null then 'not known'
        when allowances.ecl_before_floor is null then 'provision'
        when allowances.stage = 1 then '12 months'
        when allowances.stage = 2 then 'lifetime'
        else 'impaired'
    end as ecl_basis,
    allowances.ecl_before_floor,
    allowances.floor_category,
    allowances.floor_rate,
    allowances.floor_is_verified,
    coalesce(allowances.floor_amount > coalesce(allowances.allowance, 0), false) as is_floor_binding,
    case
        when allowances.allowance is not null or allowances.floor_amount is not null
            then
                cast(
                    greatest(coalesce(allowances.allowance, 0), coalesce(allowances.floor_amount, 0)) as decimal(18, 2)
                )
    end as ecl,
    cast(allowances.provision as decimal(18, 2)) as provision,
    coalesce(allowances.dpd >= 90 and allowances.stage < 3, false) as is_over_90_not_impaired
from allowances
inner join {{ ref('int_ecl_lgd') }} as lgds
    on allowances.loan_id = lgds.loan_id and allowances.as_of_date = lgds.as_of_date
left join {{ ref('int_ecl_pd') }} as pds
    on allowances.loan_id = pds.loan_id and allowances.as_of_date = pds.as_of_date
