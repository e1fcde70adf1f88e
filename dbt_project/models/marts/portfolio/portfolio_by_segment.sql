{{ config(pre_hook="{{ replace_run_dates() }}") }}

with dates as (
    select
        as_of_date,
        max(case when is_previous then observed_on end) as previous_on
    from {{ ref('int_portfolio_date') }}
    group by as_of_date
)

select
    dates.as_of_date,
    segments.dimension,
    segments.segment,
    segments.is_known,
    cast(segments.loan_count as bigint) as loan_count,
    cast(segments.borrower_count as bigint) as borrower_count,
    cast(segments.outstanding as decimal(18, 2)) as outstanding,
    {{ ratio(
        'segments.outstanding', 'sum(segments.outstanding) over (partition by dates.as_of_date, segments.dimension)'
    ) }} as outstanding_share,
    cast(segments.provision as decimal(18, 2)) as provision,
    cast(segments.gross_npa as decimal(18, 2)) as gross_npa,
    {{ ratio('segments.gross_npa', 'segments.outstanding') }} as gross_npa_ratio,
    cast(segments.overdue_30_plus_outstanding as decimal(18, 2)) as overdue_30_plus_outstanding,
    {{ ratio('segments.overdue_30_plus_outstanding', 'segments.outstanding') }} as overdue_30_plus_ratio,
    cast(segments.performing_scored_count as bigint) as performing_scored_count,
    segments.mean_pd,
    cast(segments.expected_loss as decimal(18, 2)) as expected_loss,
    dates.previous_on,
    cast(previous.outstanding as decimal(18, 2)) as previous_outstanding,
    cast(previous.gross_npa as decimal(18, 2)) as previous_gross_npa
from dates
inner join {{ ref('int_portfolio_by_segment') }} as segments on dates.as_of_date = segments.observed_on
left join {{ ref('int_portfolio_by_segment') }} as previous
    on
        dates.previous_on = previous.observed_on
        and segments.dimension = previous.dimension
        and segments.segment = previous.segment
        and segments.is_known = previous.is_known
