{{ config(pre_hook="{{ replace_run_dates() }}") }}

select
    as_of_date,
    loan_type,
    stage,
    cast(count(*) as bigint) as loan_count,
    cast(count(distinct customer_id) as bigint) as borrower_count,
    cast(sum(outstanding) as decimal(18, 2)) as outstanding,
    cast(sum(ead) as decimal(18, 2)) as ead,
    cast(sum(ecl_before_floor) as decimal(18, 2)) as ecl_before_floor,
    cast(sum(ecl) as decimal(18, 2)) as ecl,
    {{ ratio('sum(ecl)', 'sum(outstanding)') }} as coverage_ratio,
    cast(sum(provision) as decimal(18, 2)) as provision,
    cast(sum(case when is_floor_binding then 1 else 0 end) as bigint) as floor_binding_count,
    bool_and(floor_is_verified) as floor_is_verified,
    cast(sum(case when ecl_basis = 'provision' then 1 else 0 end) as bigint) as unscored_count,
    cast(sum(case when ecl_basis = 'provision' then outstanding else 0 end) as decimal(18, 2)) as unscored_outstanding,
    cast(sum(case when is_over_90_not_impaired then 1 else 0 end) as bigint) as over_90_not_impaired_count
from {{ ref('int_ecl_portfolio') }}
group by as_of_date, loan_type, stage
