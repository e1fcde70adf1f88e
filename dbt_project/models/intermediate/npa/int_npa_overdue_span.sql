-- The days up to the date on which one of those loans had something overdue, and from which of them at the limit.
-- A running sum over signed events: what falls due, what of it becomes as old as the limit, what comes.
{%- set tolerance = "cast('" ~ var('overdue_tolerance') ~ "' as decimal(18, 2))" %}
{%- set no_amount = "cast(0 as decimal(18, 2))" %}
with followed_loans as (
    select *
    from {{ ref('int_npa_owing_loan') }}
    where not is_reported and not begins_with_oldest_due
),

dues as (
    select
        loans.loan_id,
        loans.as_of_date,
        loans.knowledge,
        dues.due_date,
        dues.amount_due
    from followed_loans as loans
    inner join {{ ref('int_due') }} as dues
        on
            loans.loan_id = dues.loan_id
            and {{ version_holds('dues', 'loans.known_until') }}
            and loans.short_from <= dues.due_date
            and loans.as_of_date >= dues.due_date
            and loans.dues_end_on > dues.due_date
),

events as (
    select
        loan_id,
        as_of_date,
        knowledge,
        due_date as event_day,
        amount_due as fallen,
        {{ no_amount }} as ripened,
        {{ no_amount }} as received
    from dues
    union all
    select
        loan_id,
        as_of_date,
        knowledge,
        due_date + {{ npa_dpd_limit() }} as event_day,
        {{ no_amount }} as fallen,
        amount_due as ripened,
        {{ no_amount }} as received
    from dues
    where due_date + {{ npa_dpd_limit() }} <= as_of_date
    union all
    select
        loans.loan_id,
        loans.as_of_date,
        loans.knowledge,
        receipts.payment_date as event_day,
        {{ no_amount }} as fallen,
        {{ no_amount }} as ripened,
        receipts.amount_paid as received
    from followed_loans as loans
    inner join {{ ref('stg_receipts') }} as receipts
        on
            loans.loan_id = receipts.loan_id
            and loans.known_until >= receipts.known_from
            and loans.short_from <= receipts.payment_date
            and loans.as_of_date >= receipts.payment_date
    where receipts.payment_status != 'bounced'
),

totals as (
    select
        loan_id,
        as_of_date,
        knowledge,
        sum(fallen) as fallen,
        sum(received) as received
    from events
    group by loan_id, as_of_date, knowledge
),

-- of several events of one day only the last has days of its own until the next
running as (
    select
        loan_id,
        as_of_date,
        knowledge,
        event_day as valid_from,
        lead(event_day, 1, date '9999-12-31') over loan_events - 1 as valid_to,
        sum(fallen) over loan_events as fallen,
        sum(ripened) over loan_events as ripened,
        sum(received) over loan_events as received
    from events
    window loan_events as (
        partition by loan_id, as_of_date, knowledge
        order by event_day
        rows between unbounded preceding and current row
    )
),

-- what fell due and came before the first short due was equal, and is in the totals to the date
states as (
    select
        loans.customer_id,
        running.loan_id,
        running.as_of_date,
        running.knowledge,
        greatest(running.valid_from, loans.opened_on) as overdue_from,
        least(running.valid_to, loans.observed_to, loans.ended_on - 1) as overdue_to,
        loans.due_to_date - totals.fallen + running.fallen as due_to_day,
        loans.due_to_date - totals.fallen + running.ripened as ripe_to_day,
        greatest(loans.paid_to_date - totals.received + running.received, {{ no_amount }}) as paid_to_day
    from running
    inner join totals
        on
            running.loan_id = totals.loan_id
            and running.as_of_date = totals.as_of_date
            and running.knowledge = totals.knowledge
    inner join followed_loans as loans
        on
            running.loan_id = loans.loan_id
            and running.as_of_date = loans.as_of_date
            and running.knowledge = loans.knowledge
    where running.valid_from <= running.valid_to
),

statuses as (
    select
        loans.*,
        statuses.status_date,
        statuses.reported_dpd,
        lead(statuses.status_date, 1, date '9999-12-31') over (
            partition by loans.loan_id, loans.as_of_date, loans.knowledge
            order by statuses.status_date
        ) as next_status_date
    from {{ ref('int_npa_owing_loan') }} as loans
    inner join {{ ref('stg_statuses') }} as statuses
        on
            loans.loan_id = statuses.loan_id
            and {{ version_holds('statuses', 'loans.known_until') }}
            and loans.as_of_date >= statuses.status_date
    where loans.is_reported and statuses.reported_dpd is not null
),

spans as (
    select
        customer_id,
        loan_id,
        as_of_date,
        knowledge,
        overdue_from,
        overdue_to,
        case when ripe_to_day > paid_to_day + {{ tolerance }} then overdue_from end as limit_reached_on
    from states
    where due_to_day > paid_to_day + {{ tolerance }}
    union all
    select
        customer_id,
        loan_id,
        as_of_date,
        knowledge,
        greatest(oldest_unpaid_due_date, opened_on) as overdue_from,
        least(observed_to, ended_on - 1) as overdue_to,
        greatest(oldest_unpaid_due_date + {{ npa_dpd_limit() }}, opened_on) as limit_reached_on
    from {{ ref('int_npa_owing_loan') }}
    where begins_with_oldest_due
    union all
    -- a reported status is carried forward for 62 days
    select
        customer_id,
        loan_id,
        as_of_date,
        knowledge,
        greatest(status_date, opened_on) as overdue_from,
        least(next_status_date - 1, status_date + 62, observed_to, ended_on - 1) as overdue_to,
        case when reported_dpd >= {{ npa_dpd_limit() }} then greatest(status_date, opened_on) end as limit_reached_on
    from statuses
    where reported_dpd > 0
)

select *
from spans
where overdue_from <= overdue_to
