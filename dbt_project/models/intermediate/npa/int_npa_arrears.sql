-- The current run of arrears of every borrower who owes something at the date: the days up to it on which some
-- facility had something overdue, without a clear day between.
with overdue_spans as (
    select
        ledgers.customer_id,
        ledgers.as_of_date,
        ledgers.knowledge,
        ledgers.loan_id,
        greatest(states.valid_from, ledgers.opened_on) as overdue_from,
        least(states.valid_to, ledgers.observed_to) as overdue_to,
        case
            when states.dpd_source = 'reported'
                then
                    case
                        when states.reported_dpd >= {{ npa_dpd_limit() }}
                            then greatest(states.valid_from, ledgers.opened_on)
                    end
            else greatest(
                    states.valid_from, ledgers.opened_on, states.oldest_unpaid_due_date + {{ npa_dpd_limit() }}
                )
        end as limit_reached_on
    from {{ ref('int_npa_borrower_ledger') }} as ledgers
    inner join {{ ref('int_ledger_state') }} as states
        on
            ledgers.loan_id = states.loan_id
            and ledgers.ledger_version = states.ledger_version
            and ledgers.observed_to >= states.valid_from
            and ledgers.opened_on <= states.valid_to
    where states.oldest_unpaid_due_date is not null
),

preceded_spans as (
    select
        *,
        max(overdue_to) over (
            partition by customer_id, as_of_date, knowledge
            order by overdue_from, loan_id
            rows between unbounded preceding and 1 preceding
        ) as overdue_before_to
    from overdue_spans
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
from overdue_spans as spans
inner join last_clear_days
    on
        spans.customer_id = last_clear_days.customer_id
        and spans.as_of_date = last_clear_days.as_of_date
        and spans.knowledge = last_clear_days.knowledge
        and spans.overdue_from >= last_clear_days.arrears_since
group by spans.customer_id, spans.as_of_date, spans.knowledge, last_clear_days.arrears_since
