-- the state of every interval between two days that move the loan, cut at the day on which it is closed
-- where a source tells no principal parts, what was lent; its dues may be only the first of many
with principals as (
    select
        dues.loan_id,
        dues.ledger_version,
        case
            when bool_or(dues.is_part_told) or max(contracts.signed_loan_amount) is null then sum(dues.principal_due)
            else max(contracts.signed_loan_amount)
        end as contractual_principal
    from {{ ref('int_ledger_due_cumulative') }} as dues
    left join {{ ref('int_loan_contract') }} as contracts on dues.loan_id = contracts.loan_id
    group by dues.loan_id, dues.ledger_version
),

states as (
    select
        days.loan_id,
        days.ledger_version,
        days.valid_from,
        days.valid_to,
        appropriations.oldest_unpaid_due_date,
        coalesce(appropriations.overdue_amount, 0) as overdue_amount,
        greatest(days.paid_to_date - days.due_to_date, 0) as unapplied_advance,
        principals.contractual_principal
        - coalesce(appropriations.principal_covered, days.principal_due_to_date) as principal_outstanding
    from {{ ref('int_ledger_day') }} as days
    inner join principals
        on days.loan_id = principals.loan_id and days.ledger_version = principals.ledger_version
    left join {{ ref('int_ledger_appropriation') }} as appropriations
        on
            days.loan_id = appropriations.loan_id
            and days.ledger_version = appropriations.ledger_version
            and days.valid_from = appropriations.valid_from
),

living_states as (
    select
        states.* replace (least(states.valid_to, coalesce(ledgers.closed_on - 1, states.valid_to)) as valid_to),
        ledgers.written_off_on
    from states
    inner join {{ ref('int_ledger') }} as ledgers
        on states.loan_id = ledgers.loan_id and states.ledger_version = ledgers.ledger_version
    where states.valid_from < coalesce(ledgers.closed_on, date '9999-12-31')
),

closed_states as (
    select
        ledgers.loan_id,
        ledgers.ledger_version,
        ledgers.closed_on as valid_from,
        date '9999-12-30' as valid_to
    from {{ ref('int_ledger') }} as ledgers
    inner join principals
        on ledgers.loan_id = principals.loan_id and ledgers.ledger_version = principals.ledger_version
    where ledgers.closed_on is not null
)

select
    loan_id,
    ledger_version,
    valid_from,
    valid_to,
    oldest_unpaid_due_date,
    cast(overdue_amount as decimal(18, 2)) as overdue_amount,
    cast(unapplied_advance as decimal(18, 2)) as unapplied_advance,
    cast(principal_outstanding as decimal(18, 2)) as principal_outstanding
from living_states
union all
select
    loan_id,
    ledger_version,
    valid_from,
    valid_to,
    cast(null as date) as oldest_unpaid_due_date,
    cast(0 as decimal(18, 2)) as overdue_amount,
    cast(0 as decimal(18, 2)) as unapplied_advance,
    cast(0 as decimal(18, 2)) as principal_outstanding
from closed_states
