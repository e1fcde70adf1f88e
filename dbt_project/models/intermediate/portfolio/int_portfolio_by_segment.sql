{%- set dimensions = {
    'product': 'loan_type', 'region': 'region', 'ticket': 'cast(ticket as varchar)', 'score_band': 'score_band'
} %}
with loans as (
    select
        segments.*,
        case when segments.is_npa then 'NPA' else scores.risk_band end as score_band,
        case when not segments.is_npa then scores.pd_12m end as performing_pd,
        scores.expected_loss
    from {{ ref('int_portfolio_segment') }} as segments
    left join {{ ref('int_portfolio_score') }} as scores
        on segments.loan_id = scores.loan_id and segments.observed_on = scores.observed_on
),

labelled as (
    {%- for dimension, segment in dimensions.items() %}
    select
        '{{ dimension }}' as dimension,
        coalesce({{ segment }}, 'not known') as segment,
        {{ segment }} is not null as is_known,
        *
    from loans
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    observed_on,
    dimension,
    segment,
    is_known,
    count(*) as loan_count,
    count(distinct customer_id) as borrower_count,
    sum(outstanding) as outstanding,
    sum(provision) as provision,
    sum(case when is_npa then outstanding else 0 end) as gross_npa,
    sum(case when is_overdue_30_plus then outstanding else 0 end) as overdue_30_plus_outstanding,
    count(performing_pd) as performing_scored_count,
    -- summed as decimals: a sum of floats depends on the order of the rows, and a rerun must equal the run
    avg(cast(performing_pd as decimal(18, 12))) as mean_pd,
    sum(expected_loss) as expected_loss
from labelled
group by observed_on, dimension, segment, is_known
