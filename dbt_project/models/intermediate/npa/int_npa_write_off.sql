-- what a written-off loan owed in principal on the day of the write-off
with written_off_loans as (
    select
        loan_id,
        as_of_date,
        knowledge,
        ledger_version,
        written_off_on,
        principal_owed
    from {{ ref('int_npa_facility') }}
    where is_written_off
)

select
    loans.loan_id,
    loans.as_of_date,
    loans.knowledge,
    greatest(
        coalesce(states.principal_outstanding, balances.principal_outstanding, loans.principal_owed),
        cast(0 as decimal(18, 2))
    ) as principal_written_off
from written_off_loans as loans
left join {{ ref('int_ledger_state') }} as states
    on
        loans.loan_id = states.loan_id
        and loans.ledger_version = states.ledger_version
        and loans.written_off_on between states.valid_from and states.valid_to
left join {{ ref('int_ledger_state__dues') }} as balances
    on
        loans.loan_id = balances.loan_id
        and loans.ledger_version = balances.ledger_version
        and loans.written_off_on between balances.valid_from and balances.valid_to
