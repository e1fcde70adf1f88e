-- The loans in which the current run of arrears of a borrower who owes something is sought: those that were ever in
-- arrears. Closed facilities count for the days before they were closed: their arrears may have begun the run.
-- is_first_arrears: the borrower's only such loan still owes the first due that was not met in time; the run began
-- with it, and no day before it needs to be looked at.
with owing_borrowers as (
    select distinct
        customer_id,
        as_of_date,
        knowledge
    from {{ ref('int_npa_facility') }}
    where is_overdue and not is_closed
),

loans as (
    select
        loans.loan_id,
        loans.customer_id,
        loans.as_of_date,
        loans.knowledge,
        loans.known_until,
        loans.opened_on,
        least(loans.as_of_date, loans.observed_until) as observed_to,
        coalesce(least(loans.closed_on, loans.settled_on), date '9999-12-31') as ended_on,
        coalesce(least(loans.closed_on, loans.settled_on, loans.written_off_on), date '9999-12-31') as dues_end_on,
        balances.due_to_date,
        balances.paid_to_date,
        balances.short_from,
        reached.oldest_unpaid_due_date,
        reported.loan_id is not null as is_reported
    from owing_borrowers as borrowers
    inner join {{ ref('int_npa_loan') }} as loans
        on
            borrowers.customer_id = loans.customer_id
            and borrowers.as_of_date = loans.as_of_date
            and borrowers.knowledge = loans.knowledge
    left join {{ ref('int_npa_balance') }} as balances
        on
            loans.loan_id = balances.loan_id
            and loans.as_of_date = balances.as_of_date
            and loans.knowledge = balances.knowledge
    left join {{ ref('int_npa_reached_due') }} as reached
        on
            loans.loan_id = reached.loan_id
            and loans.as_of_date = reached.as_of_date
            and loans.knowledge = reached.knowledge
    left join {{ ref('int_npa_reported') }} as reported
        on
            loans.loan_id = reported.loan_id
            and loans.as_of_date = reported.as_of_date
            and loans.knowledge = reported.knowledge
    where balances.short_from is not null or reported.loan_id is not null
)

select
    *,
    not is_reported
    and count(*) over (partition by customer_id, as_of_date, knowledge) = 1
    and coalesce(oldest_unpaid_due_date = short_from, false) as is_first_arrears
from loans
