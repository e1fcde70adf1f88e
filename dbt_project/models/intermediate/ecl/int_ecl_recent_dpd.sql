-- Highest days past due on any day of the time that a cure takes; loans that had something overdue in it.
with rules as (
    {{ dated_sets(ref('ecl_staging')) }}
),

windows as (
    select
        loans.loan_id,
        loans.as_of_date,
        loans.ledger_version,
        {{ add_months('loans.as_of_date', '-rules.cure_months') }} as window_opens_after
    from {{ ref('int_ecl_loan') }} as loans
    inner join rules on {{ in_force_on('rules', 'loans.as_of_date') }}
)

select
    windows.loan_id,
    windows.as_of_date,
    cast(max({{ dpd_on('states', 'least(states.valid_to, windows.as_of_date)') }}) as integer) as recent_dpd
from windows
inner join {{ ref('int_ledger_state') }} as states
    on
        windows.loan_id = states.loan_id
        and windows.ledger_version = states.ledger_version
        and windows.as_of_date >= states.valid_from
        and windows.window_opens_after < states.valid_to
where states.oldest_unpaid_due_date is not null or states.reported_dpd > 0
group by windows.loan_id, windows.as_of_date
