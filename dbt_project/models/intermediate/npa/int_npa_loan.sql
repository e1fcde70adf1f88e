-- every loan that has begun by the date, with the ledger that holds for the date
select
    loans.*,
    -- secured from the start: the first value was more than a tenth of the loan
    coalesce(
        coalesce(loans.is_secured, true) and loans.signed_collateral_value > loans.signed_loan_amount * 0.10, false
    ) as is_secured_from_start,
    versions.ledger_version
from {{ ref('int_loan_as_of') }} as loans
inner join {{ ref('int_ledger_version') }} as versions
    on loans.loan_id = versions.loan_id and loans.as_of_date = versions.as_of_date
where loans.opened_on is not null
