-- Days past due of the borrower's other loans: the worst of their whole life up to the date, and the worst
-- on the date among those open then.
with other_ledgers as (
    select
        other_loans.loan_id,
        other_loans.as_of_date,
        other_loans.other_loan_id,
        other_loans.is_open,
        least(coalesce(other_loans.observed_until, other_loans.as_of_date), other_loans.as_of_date) as observed_until,
        ledgers.ledger_version
    from {{ ref('int_spine_other_loan') }} as other_loans
    inner join {{ ref('int_ledger_version') }} as ledgers
        on
            other_loans.other_loan_id = ledgers.loan_id
            and other_loans.as_of_date = ledgers.as_of_date
    where other_loans.opened_on is not null
)

select
    other_ledgers.loan_id,
    other_ledgers.as_of_date,
    max({{ dpd_on('states', 'least(states.valid_to, other_ledgers.observed_until)') }}) as worst_dpd,
    max(
        case
            when other_ledgers.is_open and states.valid_to >= other_ledgers.as_of_date
                and other_ledgers.observed_until = other_ledgers.as_of_date
                then {{ dpd_on('states', 'other_ledgers.as_of_date') }}
        end
    ) as open_dpd
from other_ledgers
inner join {{ ref('int_ledger_state') }} as states
    on
        other_ledgers.other_loan_id = states.loan_id
        and other_ledgers.ledger_version = states.ledger_version
        and other_ledgers.observed_until >= states.valid_from
group by other_ledgers.loan_id, other_ledgers.as_of_date
