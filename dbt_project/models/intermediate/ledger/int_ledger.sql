-- The ledgers of this run: the complete one of every loan, and those cut to what was known on a date. Most loans were
-- never in arrears, and nothing has to be followed of them; the others are followed from the first day on which a due
-- was not met by the receipts beside it. A reversal may undo what had met a due, and the dues of a schedule that we
-- made have no receipts beside them: such loans are followed from the beginning.
with openings as (
    select
        loan_id,
        min(opened_on) as opened_on
    from {{ ref('stg_loans') }}
    where opened_on is not null
    group by loan_id
),

cut_ledgers as (
    select distinct
        loan_id,
        ledger_version,
        {{ known_until('ledger_version') }} as known_until
    from {{ ref('int_ledger_version') }}
    where ledger_version < {{ complete_ledger() }}
),

ledgers as (
    select
        loan_id,
        {{ complete_ledger() }} as ledger_version,
        timestamp '9999-12-31 00:00:00' as known_until
    from openings
    union all
    select * from cut_ledgers
),

ends as (
    select
        ledgers.loan_id,
        ledgers.ledger_version,
        min(loan_ends.closed_on) as closed_on,
        min(loan_ends.written_off_on) as written_off_on
    from ledgers
    inner join {{ ref('int_loan_end') }} as loan_ends
        on ledgers.loan_id = loan_ends.loan_id and {{ version_holds('loan_ends', 'ledgers.known_until') }}
    group by ledgers.loan_id, ledgers.ledger_version
),

followed_loans as (
    select
        loan_id,
        first_short_due_date as followed_from
    from {{ ref('int_due_loan') }}
    where first_short_due_date is not null
    union all
    select
        loan_id,
        date '1900-01-01' as followed_from
    from {{ ref('stg_receipts') }}
    where amount_paid < 0 and payment_status != 'bounced'
    union all
    select
        loan_id,
        date '1900-01-01' as followed_from
    from {{ ref('int_due_scheduled') }}
),

follow_starts as (
    select
        loan_id,
        min(followed_from) as followed_from
    from followed_loans
    group by loan_id
),

schedules as (
    select
        loan_id,
        known_to
    from {{ ref('int_due_scheduled') }}
    group by loan_id, known_to
)

select
    ledgers.loan_id,
    ledgers.ledger_version,
    ledgers.known_until,
    openings.opened_on,
    ends.closed_on,
    ends.written_off_on,
    coalesce(dues.first_known_from <= ledgers.known_until, false)
    or (schedules.loan_id is not null and coalesce(schedules.known_to > ledgers.known_until, true)) as has_dues,
    follow_starts.followed_from
from ledgers
inner join openings on ledgers.loan_id = openings.loan_id
left join ends
    on ledgers.loan_id = ends.loan_id and ledgers.ledger_version = ends.ledger_version
left join {{ ref('int_due_loan') }} as dues on ledgers.loan_id = dues.loan_id
left join schedules on ledgers.loan_id = schedules.loan_id
left join follow_starts on ledgers.loan_id = follow_starts.loan_id
