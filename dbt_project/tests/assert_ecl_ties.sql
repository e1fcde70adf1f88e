-- Every open loan stands in the allowance once, however it is cut: bridge, stages and book add up to the paisa.
with cuts as (
    select
        as_of_date,
        'lines of the bridge' as cut,
        sum(gross_carrying_amount) as outstanding,
        sum(ecl_allowance) as ecl,
        sum(provision) as provision,
        sum(loan_count) as loan_count
    from {{ ref('ecl_bridge') }}
    where asset_classification <> 'Total'
    group by as_of_date
    union all
    select
        as_of_date,
        'stages of the bridge' as cut,
        sum(gross_carrying_amount) as outstanding,
        sum(ecl_allowance) as ecl,
        sum(provision) as provision,
        sum(loan_count) as loan_count
    from {{ ref('ecl_bridge') }}
    where asset_classification = 'Total' and stage <> 'all'
    group by as_of_date
    union all
    select
        as_of_date,
        'products and stages' as cut,
        sum(outstanding) as outstanding,
        sum(ecl) as ecl,
        sum(provision) as provision,
        sum(loan_count) as loan_count
    from {{ ref('portfolio_ecl') }}
    group by as_of_date
    union all
    select
        bridge.as_of_date,
        'book' as cut,
        summary.gross_advances as outstanding,
        bridge.ecl_allowance as ecl,
        summary.provision,
        summary.loan_count
    from {{ ref('ecl_bridge') }} as bridge
    inner join {{ ref('portfolio_summary') }} as summary on bridge.as_of_date = summary.as_of_date
    where bridge.stage = 'all'
)

select
    totals.as_of_date,
    cuts.cut,
    cuts.outstanding - totals.gross_carrying_amount as outstanding_gap,
    cuts.ecl - totals.ecl_allowance as ecl_gap,
    cuts.provision - totals.provision as provision_gap,
    cuts.loan_count - totals.loan_count as loan_gap
from {{ ref('ecl_bridge') }} as totals
left join cuts on totals.as_of_date = cuts.as_of_date
where
    totals.stage = 'all'
    and totals.loan_count > 0
    and (
        cuts.as_of_date is null
        or cuts.outstanding <> totals.gross_carrying_amount
        or cuts.ecl <> totals.ecl_allowance
        or cuts.provision <> totals.provision
        or cuts.loan_count <> totals.loan_count
        or totals.gross_carrying_amount - totals.ecl_allowance <> totals.net_carrying_amount
        or totals.impairment_reserve <> greatest(totals.provision - totals.ecl_allowance, 0)
    )
