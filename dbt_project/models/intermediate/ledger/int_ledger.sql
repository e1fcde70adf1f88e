-- the ledgers of this run: the complete one of every loan, and those cut to what was known on a date
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
)

select
    ledgers.loan_id,
    ledgers.ledger_version,
    ledgers.known_until,
    openings.opened_on,
    ends.closed_on,
    ends.written_off_on
from ledgers
inner join openings on ledgers.loan_id = openings.loan_id
left join ends
    on ledgers.loan_id = ends.loan_id and ledgers.ledger_version = ends.ledger_version
