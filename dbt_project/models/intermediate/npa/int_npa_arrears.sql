-- The current run of arrears of every borrower who owes something at the date: the days up to it on which some
-- facility had something overdue, without a clear day between.
with preceded_spans as (
    select
        *,
        max(overdue_to) over (
            partition by customer_id, as_of_date, knowledge
            order by overdue_from, loan_id
            rows between unbounded preceding and 1 preceding
        ) as overdue_before_to
    from {{ ref('int_npa_overdue_span') }}
),

last_clear_days as (
    select
        customer_id,
        as_of_date,
        knowledge,
        max(
            case when overdue_before_to is null or overdue_before_to < overdue_from - 1 then overdue_from end
        ) as arrears_since
    from preceded_spans
    group by customer_id, as_of_date, knowledge
)

select
    spans.customer_id,
    spans.as_of_date,
    spans.knowledge,
    last_clear_days.arrears_since,
    min(
        case when spans.limit_reached_on <= spans.overdue_to then spans.limit_reached_on end
    ) as npa_date
from {{ ref('int_npa_overdue_span') }} as spans
inner join last_clear_days
    on
        spans.customer_id = last_clear_days.customer_id
        and spans.as_of_date = last_clear_days.as_of_date
        and spans.knowledge = last_clear_days.knowledge
        and spans.overdue_from >= last_clear_days.arrears_since
group by spans.customer_id, spans.as_of_date, spans.knowledge, last_clear_days.arrears_since
