-- the loans whose money does not cover what has fallen due
select
    loans.loan_id,
    loans.as_of_date,
    loans.knowledge,
    loans.known_until,
    balances.due_to_date,
    greatest(balances.paid_to_date, cast(0 as decimal(18, 2))) as appropriated,
    balances.short_from,
    coalesce(loans.written_off_on, date '9999-12-31') as dues_end_on
from {{ ref('int_npa_loan') }} as loans
inner join {{ ref('int_npa_balance') }} as balances
    on
        loans.loan_id = balances.loan_id
        and loans.as_of_date = balances.as_of_date
        and loans.knowledge = balances.knowledge
where
    loans.closed_on is null
    and loans.settled_on is null
    and balances.due_to_date > greatest(balances.paid_to_date, cast(0 as decimal(18, 2)))
