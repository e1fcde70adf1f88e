-- Days on which something moves a loan: it opens, an instalment falls due, money comes or goes back.
-- Dues stop falling when the loan is closed, settled or written off.
with openings as (
    select
        loan_id,
        ledger_version,
        opened_on as event_day,
        cast(0 as decimal(18, 2)) as fallen_due,
        cast(0 as decimal(18, 2)) as fallen_principal,
        cast(0 as decimal(18, 2)) as received
    from {{ ref('int_ledger') }}
),

fallen_dues as (
    select
        dues.loan_id,
        dues.ledger_version,
        dues.due_date as event_day,
        dues.amount_due as fallen_due,
        dues.principal_due as fallen_principal,
        cast(0 as decimal(18, 2)) as received
    from {{ ref('int_ledger_due_parts') }} as dues
    inner join {{ ref('int_ledger') }} as ledgers
        on dues.loan_id = ledgers.loan_id and dues.ledger_version = ledgers.ledger_version
    where
        dues.due_date < coalesce(least(ledgers.closed_on, ledgers.written_off_on), date '9999-12-31')
        and dues.due_date <= dues.ledger_version
),

receipts as (
    select
        loan_id,
        ledger_version,
        payment_date as event_day,
        cast(0 as decimal(18, 2)) as fallen_due,
        cast(0 as decimal(18, 2)) as fallen_principal,
        amount_paid as received
    from {{ ref('int_ledger_receipt') }}
    where not is_bounced
),

movements as (
    select * from openings
    union all
    select * from fallen_dues
    union all
    select * from receipts
),

days as (
    select
        loan_id,
        ledger_version,
        event_day,
        sum(fallen_due) as fallen_due,
        sum(fallen_principal) as fallen_principal,
        sum(received) as received
    from movements
    group by loan_id, ledger_version, event_day
)

select
    loan_id,
    ledger_version,
    event_day as valid_from,
    lead(event_day, 1, date '9999-12-31') over ledger_days - 1 as valid_to,
    cast(sum(fallen_due) over ledger_days as decimal(18, 2)) as due_to_date,
    cast(sum(fallen_principal) over ledger_days as decimal(18, 2)) as principal_due_to_date,
    cast(sum(received) over ledger_days as decimal(18, 2)) as paid_to_date
from days
window ledger_days as (partition by loan_id, ledger_version order by event_day)
