-- a class is the borrower's: what came late about one of the loans judges all of them again
select distinct
    loans.customer_id,
    records.as_of_date
from {{ ref('int_restated_record') }} as records
inner join {{ ref('stg_loans') }} as loans on records.loan_id = loans.loan_id
