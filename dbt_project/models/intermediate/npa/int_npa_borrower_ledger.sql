-- The ledgers of every borrower who owes something at the date: the current run of arrears is sought in them.
-- Closed facilities count for the days before they were closed: their arrears may have begun the run.
with overdue_borrowers as (
    select distinct
        customer_id,
        as_of_date,
        knowledge
    from {{ ref('int_npa_facility') }}
    where is_overdue and not is_closed
)

select
    loans.loan_id,
    overdue_borrowers.customer_id,
    overdue_borrowers.as_of_date,
    overdue_borrowers.knowledge,
    loans.ledger_version,
    loans.opened_on,
    least(overdue_borrowers.as_of_date, loans.observed_until) as observed_to
from overdue_borrowers
inner join {{ ref('int_npa_loan') }} as loans
    on
        overdue_borrowers.customer_id = loans.customer_id
        and overdue_borrowers.as_of_date = loans.as_of_date
        and overdue_borrowers.knowledge = loans.knowledge
