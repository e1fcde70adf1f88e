{#- so many segments of product and region stand alone, the largest ones; the smaller ones are summed -#}
{%- set shown = 12 -%}
with segments as (
    select *
    from {{ ref('portfolio_by_segment') }}
    where as_of_date = {{ run_as_of_date() }}
),

ranked as (
    select
        segments.*,
        case
            when segments.dimension = 'ticket' and segments.is_known then cast(segments.segment as integer) + 1
            when segments.dimension = 'score_band' then coalesce(bands.position, 90)
            when segments.is_known then row_number() over by_size
            else 99
        end as place
    from segments
    left join {{ ref('score_bands') }} as bands
        on segments.dimension = 'score_band' and segments.segment = bands.band
    window by_size as (
        partition by segments.dimension, segments.is_known
        order by segments.outstanding desc, segments.segment asc
    )
),

placed as (
    select
        *,
        is_known and dimension in ('product', 'region') and place > {{ shown }} as is_rest
    from ranked
),

summed as (
    select
        as_of_date,
        dimension,
        case when is_rest then {{ shown + 1 }} when not is_known then 99 else place end as position,
        max(case when is_known and not is_rest then segment end) as segment,
        is_rest,
        count(*) as segment_count,
        sum(loan_count) as loan_count,
        sum(outstanding) as outstanding,
        sum(gross_npa) as gross_npa,
        sum(overdue_30_plus_outstanding) as overdue_30_plus_outstanding,
        sum(cast(mean_pd * performing_scored_count as decimal(24, 12))) / nullif(sum(performing_scored_count), 0)
            as mean_pd,
        sum(expected_loss) as expected_loss,
        max(previous_on) as previous_on,
        sum(previous_outstanding) as previous_outstanding
    from placed
    group by as_of_date, dimension, position, is_rest
)

select
    summed.as_of_date,
    summed.dimension,
    cast(summed.position as integer) as position,
    summed.segment,
    edges.above_amount as from_amount,
    edges.up_to_amount as to_amount,
    summed.is_rest,
    cast(summed.segment_count as integer) as segment_count,
    cast(summed.loan_count as bigint) as loan_count,
    cast(summed.outstanding as decimal(18, 2)) as outstanding,
    {{ ratio('summed.outstanding', 'sum(summed.outstanding) over (partition by summed.dimension)') }}
        as outstanding_share,
    cast(summed.gross_npa as decimal(18, 2)) as gross_npa,
    {{ ratio('summed.gross_npa', 'summed.outstanding') }} as gross_npa_ratio,
    {{ ratio('summed.overdue_30_plus_outstanding', 'summed.outstanding') }} as overdue_30_plus_ratio,
    summed.mean_pd,
    cast(summed.expected_loss as decimal(18, 2)) as expected_loss,
    cast(summed.previous_outstanding as decimal(18, 2)) as previous_outstanding,
    case
        -- a segment may be new; a whole cut without earlier figures is compared with nothing
        when max(summed.previous_outstanding) over (partition by summed.dimension) is not null
            then cast(summed.outstanding - coalesce(summed.previous_outstanding, 0) as decimal(18, 2))
    end as outstanding_change
from summed
left join {{ ref('ticket_edges') }} as edges
    on
        summed.dimension = 'ticket'
        and summed.segment = cast(edges.category as varchar)
        and edges.currency = '{{ var("book_currency") }}'
