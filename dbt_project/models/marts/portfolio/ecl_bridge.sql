{{ config(pre_hook="{{ replace_run_dates() }}") }}
{#- the rows of the regulator's template: class of the provision norms, how it is called there, stage -#}
{%- set lines = [
    ('STANDARD', 'Standard', 1),
    ('STANDARD', 'Standard', 2),
    ('SUBSTANDARD', 'Sub-standard', 3),
    ('DOUBTFUL-1', 'Doubtful up to 1 year', 3),
    ('DOUBTFUL-2', 'Doubtful 1 to 3 years', 3),
    ('DOUBTFUL-3', 'Doubtful more than 3 years', 3),
    ('LOSS', 'Loss', 3),
] %}

with lines as (
    {%- for asset_class, asset_classification, stage in lines %}
    select
        {{ loop.index }} as position,
        '{{ asset_class }}' as asset_class,
        '{{ asset_classification }}' as asset_classification,
        '{{ stage }}' as stage
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

loans as (
    select
        *,
        case when borrower_class in ('STANDARD', 'SMA-0', 'SMA-1', 'SMA-2') then 'STANDARD' else borrower_class end
            as asset_class
    from {{ ref('int_ecl_portfolio') }}
),

-- each loan in its line, in the total of its stage and in the total of all
placed as (
    select
        lines.position,
        lines.asset_classification,
        lines.stage as line_stage,
        loans.*
    from loans
    inner join lines on loans.asset_class = lines.asset_class and cast(loans.stage as varchar) = lines.stage
    union all
    select
        {{ lines | length }} + loans.stage as position,
        'Total' as asset_classification,
        cast(loans.stage as varchar) as line_stage,
        loans.*
    from loans
    union all
    select
        {{ lines | length + 4 }} as position,
        'Total' as asset_classification,
        'all' as line_stage,
        loans.*
    from loans
),

template as (
    select
        position,
        asset_classification,
        stage
    from lines
    union all
    select
        {{ lines | length }} + totals.position as position,
        'Total' as asset_classification,
        totals.stage
    from (values (1, '1'), (2, '2'), (3, '3'), (4, 'all')) as totals (position, stage)
),

run_dates as (
    select as_of_date
    from {{ ref('int_as_of_dates') }}
    where is_run_date
),

sums as (
    select
        as_of_date,
        position,
        count(*) as loan_count,
        sum(outstanding) as gross_carrying_amount,
        sum(ecl) as ecl_allowance,
        sum(provision) as provision,
        bool_and(floor_is_verified) as floor_is_verified,
        sum(case when is_over_90_not_impaired then 1 else 0 end) as over_90_not_impaired_count,
        sum(case when is_over_90_not_impaired then outstanding else 0 end) as over_90_not_impaired_outstanding
    from placed
    group by as_of_date, position
)

select
    run_dates.as_of_date,
    cast(template.position as integer) as position,
    template.asset_classification,
    template.stage,
    cast(coalesce(sums.loan_count, 0) as bigint) as loan_count,
    cast(coalesce(sums.gross_carrying_amount, 0) as decimal(18, 2)) as gross_carrying_amount,
    cast(coalesce(sums.ecl_allowance, 0) as decimal(18, 2)) as ecl_allowance,
    cast(coalesce(sums.gross_carrying_amount - sums.ecl_allowance, 0) as decimal(18, 2)) as net_carrying_amount,
    cast(coalesce(sums.provision, 0) as decimal(18, 2)) as provision,
    cast(coalesce(sums.ecl_allowance - sums.provision, 0) as decimal(18, 2)) as difference,
    cast(
        case when template.stage = 'all' then greatest(coalesce(sums.provision - sums.ecl_allowance, 0), 0) end
        as decimal(18, 2)
    ) as impairment_reserve,
    sums.floor_is_verified,
    cast(coalesce(sums.over_90_not_impaired_count, 0) as bigint) as over_90_not_impaired_count,
    cast(coalesce(sums.over_90_not_impaired_outstanding, 0) as decimal(18, 2)) as over_90_not_impaired_outstanding,
    {{ ecl_standing('run_dates.as_of_date') }} as standing
from run_dates
cross join template
left join sums on run_dates.as_of_date = sums.as_of_date and template.position = sums.position
