select
    versions.loan_id,
    versions.customer_id,
    versions.as_of_date,
    versions.known_until,
    versions.population,
    versions.status,
    versions.loan_type,
    versions.application_date,
    versions.disbursed_on,
    versions.opened_on,
    least(versions.closed_on, versions.settled_on) as closed_on,
    versions.written_off_on,
    versions.observed_until,
    versions.loan_amount,
    versions.loan_term_months,
    versions.is_secured,
    versions.has_co_applicant,
    -- money of the loan in the book's currency: amounts at the application's rate, balances at the date's
    {{ in_book_currency('versions.loan_amount', 'amount_rates.rate') }} as book_loan_amount,
    {{ in_book_currency('versions.emi_amount', 'amount_rates.rate') }} as book_emi_amount,
    balance_rates.rate as balance_rate
from {{ ref('int_spine_loan_version') }} as versions
left join {{ ref('int_exchange_rate') }} as amount_rates
    on
        versions.currency = amount_rates.currency
        and {{ in_force_on('amount_rates', 'versions.application_date') }}
left join {{ ref('int_exchange_rate') }} as balance_rates
    on
        versions.currency = balance_rates.currency
        and {{ in_force_on('balance_rates', 'versions.as_of_date') }}
