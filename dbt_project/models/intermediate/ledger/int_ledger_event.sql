-- What moves a followed ledger, in the order of days, money before dues: what has fallen due and what has come, up to
-- and with the event. Dues stop falling when the loan is closed, settled or written off. What came before the ledger is
-- followed is one sum.
{%- set no_amount = "cast(0 as decimal(18, 2))" %}
with ledgers as (
    select
        *,
        least(ledger_version, {{ run_as_of_date() }}) as last_day,
        coalesce(least(closed_on, written_off_on), date '9999-12-31') as dues_end_on
    from {{ ref('int_ledger') }}
    where followed_from is not null and has_dues
),

dues as (
    select
        ledgers.loan_id,
        ledgers.ledger_version,
        ledgers.followed_from,
        dues.instalment_number,
        dues.due_date,
        dues.amount_due,
        dues.principal_due,
        dues.interest_due
    from ledgers
    inner join {{ ref('int_due') }} as dues
        on
            ledgers.loan_id = dues.loan_id
            and {{ version_holds('dues', 'ledgers.known_until') }}
            and ledgers.last_day >= dues.due_date
            and ledgers.dues_end_on > dues.due_date
),

receipts as (
    select
        ledgers.loan_id,
        ledgers.ledger_version,
        ledgers.followed_from,
        receipts.payment_date,
        receipts.amount_paid
    from ledgers
    inner join {{ ref('stg_receipts') }} as receipts
        on
            ledgers.loan_id = receipts.loan_id
            and ledgers.known_until >= receipts.known_from
            and ledgers.last_day >= receipts.payment_date
    where receipts.payment_status != 'bounced'
),

moves_before as (
    select
        loan_id,
        ledger_version,
        followed_from,
        amount_due,
        principal_due,
        {{ no_amount }} as amount_paid
    from dues
    where due_date < followed_from
    union all
    select
        loan_id,
        ledger_version,
        followed_from,
        {{ no_amount }} as amount_due,
        {{ no_amount }} as principal_due,
        amount_paid
    from receipts
    where payment_date < followed_from
),

events as (
    select
        loan_id,
        ledger_version,
        followed_from - 1 as event_day,
        null as instalment_number,
        sum(amount_due) as amount_due,
        sum(principal_due) as principal_due,
        {{ no_amount }} as interest_due,
        sum(amount_paid) as amount_paid
    from moves_before
    group by loan_id, ledger_version, followed_from
    union all
    select
        loan_id,
        ledger_version,
        due_date as event_day,
        instalment_number,
        amount_due,
        principal_due,
        interest_due,
        {{ no_amount }} as amount_paid
    from dues
    where due_date >= followed_from
    union all
    select
        loan_id,
        ledger_version,
        payment_date as event_day,
        null as instalment_number,
        {{ no_amount }} as amount_due,
        {{ no_amount }} as principal_due,
        {{ no_amount }} as interest_due,
        amount_paid
    from receipts
    where payment_date >= followed_from
)

select
    loan_id,
    ledger_version,
    event_day,
    lead(event_day, 1, date '9999-12-31') over ledger_events as next_event_day,
    instalment_number,
    cast(amount_due as decimal(18, 2)) as amount_due,
    cast(principal_due as decimal(18, 2)) as principal_due,
    interest_due,
    cast(sum(amount_due) over ledger_events as decimal(18, 2)) as due_to_date,
    cast(sum(principal_due) over ledger_events as decimal(18, 2)) as principal_due_to_date,
    cast(sum(amount_paid) over ledger_events as decimal(18, 2)) as paid_to_date,
    count(case when instalment_number is null then 1 end) over ledger_events as receipt_no
from events
window ledger_events as (
    partition by loan_id, ledger_version
    order by event_day, instalment_number nulls first
    rows between unbounded preceding and current row
)
