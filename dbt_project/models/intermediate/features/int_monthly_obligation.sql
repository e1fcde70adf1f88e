{{ config(materialized='view') }}

-- Instalments that the borrower owes each month, this loan's included. The bureau hears of a new loan after
-- about 45 days: until then this loan's instalment is not yet among the obligations of a pull.
-- Without a fresh pull: the instalments of the borrower's loans here, open ones and this one.
select
    loans.loan_id,
    loans.as_of_date,
    bureau.customer_id is null as is_bureau_missing,
    case
        when bureau.customer_id is null then coalesce(own_loans.open_emi_amount, 0) + loans.book_emi_amount
        when loans.disbursed_on <= bureau.pull_date - 45 then bureau.monthly_obligations
        else bureau.monthly_obligations + loans.book_emi_amount
    end as monthly_obligation
from {{ ref('int_spine_loan') }} as loans
left join {{ ref('int_spine_bureau') }} as bureau
    on
        loans.customer_id = bureau.customer_id
        and loans.as_of_date = bureau.as_of_date
left join {{ ref('int_spine_own_loans') }} as own_loans
    on
        loans.loan_id = own_loans.loan_id
        and loans.as_of_date = own_loans.as_of_date
