-- every loan that has begun by the date, with the ledger that holds for the date
select
    loans.*,
    versions.ledger_version
from {{ ref('int_loan_as_of') }} as loans
inner join {{ ref('int_ledger_version') }} as versions
    on loans.loan_id = versions.loan_id and loans.as_of_date = versions.as_of_date
where loans.opened_on is not null
