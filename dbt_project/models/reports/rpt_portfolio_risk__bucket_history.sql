with buckets as (
    select
        as_of_date,
        observed_on,
        case when is_npa then 'NPA' else borrower_class end as bucket,
        least(position, 5) as position,
        sum(loan_count) as loan_count,
        sum(outstanding) as outstanding
    from {{ ref('portfolio_by_class') }}
    where as_of_date = {{ run_as_of_date() }}
    group by as_of_date, observed_on, bucket, least(position, 5)
)

select
    as_of_date,
    observed_on,
    bucket,
    position,
    cast(loan_count as bigint) as loan_count,
    cast(outstanding as decimal(18, 2)) as outstanding,
    {{ ratio('outstanding', 'sum(outstanding) over day') }} as outstanding_share,
    {{ ratio('sum(outstanding) over (day order by position desc)', 'sum(outstanding) over day') }}
        as this_or_worse_share
from buckets
window day as (partition by observed_on)
