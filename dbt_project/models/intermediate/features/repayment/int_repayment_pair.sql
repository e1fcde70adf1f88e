-- Opened loans with the ledger that holds on the date and the first days of the windows that are read from it.
select
    loans.loan_id,
    loans.as_of_date,
    loans.known_until,
    loans.population,
    loans.opened_on,
    loans.closed_on,
    least(loans.closed_on, loans.written_off_on) as dues_end_on,
    ledgers.ledger_version,
    -- a ledger that ends before the date says nothing of the behaviour up to it
    coalesce(loans.observed_until >= loans.as_of_date, true) as is_ledger_complete,
    dates.day_before_6m,
    dates.day_before_12m,
    dates.month_end_0,
    dates.month_end_1,
    dates.month_end_2,
    dates.month_end_3,
    dates.month_end_4,
    dates.month_end_5
from {{ ref('int_spine_loan') }} as loans
inner join {{ ref('int_spine_date') }} as dates on loans.as_of_date = dates.as_of_date
inner join {{ ref('int_ledger_version') }} as ledgers
    on
        loans.loan_id = ledgers.loan_id
        and loans.as_of_date = ledgers.as_of_date
where loans.opened_on is not null
