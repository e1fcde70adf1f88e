-- The allowance beside the book, in the book's currency, one loan at a time: sums of it tie with the portfolio.
select
    loans.loan_id,
    loans.customer_id,
    loans.observed_on as as_of_date,
    loans.loan_type,
    loans.borrower_class,
    allowances.stage,
    loans.outstanding,
    loans.provision,
    allowances.floor_is_verified,
    allowances.is_floor_binding,
    allowances.is_over_90_not_impaired,
    allowances.ecl_basis,
    facts.exchange_rate,
    {{ in_book_currency('coalesce(allowances.ead, 0)', 'facts.exchange_rate') }} as ead,
    {{ in_book_currency('coalesce(allowances.ecl_before_floor, 0)', 'facts.exchange_rate') }} as ecl_before_floor,
    {{ in_book_currency('coalesce(allowances.ecl, 0)', 'facts.exchange_rate') }} as ecl
from {{ ref('int_portfolio_loan') }} as loans
inner join {{ ref('loan_ecl') }} as allowances
    on loans.loan_id = allowances.loan_id and loans.observed_on = allowances.as_of_date
inner join {{ ref('int_ecl_loan') }} as facts
    on loans.loan_id = facts.loan_id and loans.observed_on = facts.as_of_date
where loans.observed_on in ({{ run_dates() }})
