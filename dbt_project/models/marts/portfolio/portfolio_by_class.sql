{{ config(pre_hook="{{ replace_run_dates() }}") }}
{%- set borrower_classes = [
    'STANDARD', 'SMA-0', 'SMA-1', 'SMA-2', 'SUBSTANDARD', 'DOUBTFUL-1', 'DOUBTFUL-2', 'DOUBTFUL-3', 'LOSS'
] %}

with classes as (
    {%- for borrower_class in borrower_classes %}
    select
        {{ loop.index }} as position,
        '{{ borrower_class }}' as borrower_class,
        {{ loop.index > 4 }} as is_npa
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

sums as (
    select
        observed_on,
        borrower_class,
        count(*) as loan_count,
        count(distinct customer_id) as borrower_count,
        sum(outstanding) as outstanding,
        sum(provision) as provision
    from {{ ref('int_portfolio_loan') }}
    group by observed_on, borrower_class
)

select
    dates.as_of_date,
    dates.observed_on,
    dates.is_previous,
    classes.position,
    classes.borrower_class,
    classes.is_npa,
    cast(coalesce(sums.loan_count, 0) as bigint) as loan_count,
    cast(coalesce(sums.borrower_count, 0) as bigint) as borrower_count,
    cast(coalesce(sums.outstanding, 0) as decimal(18, 2)) as outstanding,
    {{ ratio('coalesce(sums.outstanding, 0)', 'sum(sums.outstanding) over day') }} as outstanding_share,
    cast(coalesce(sums.provision, 0) as decimal(18, 2)) as provision,
    {{ ratio('sums.provision', 'sums.outstanding') }} as provision_ratio
from {{ ref('int_portfolio_date') }} as dates
inner join {{ ref('int_portfolio_day') }} as days on dates.observed_on = days.observed_on
cross join classes
left join sums on dates.observed_on = sums.observed_on and classes.borrower_class = sums.borrower_class
window day as (partition by dates.as_of_date, dates.observed_on)
