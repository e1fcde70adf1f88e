with versions as (
    select
        spine.as_of_date,
        spine.known_until,
        spine.population,
        spine.loan_id,
        spine.customer_id,
        {{ loan_version_columns('loans', 'spine.as_of_date') }}
    from {{ ref('int_spine') }} as spine
    inner join {{ ref('stg_loans') }} as loans
        on
            spine.loan_id = loans.loan_id
            and {{ version_holds('loans', 'spine.known_until') }}
)

select
    versions.*,
    -- money of the loan in the book's currency: amounts at the application's rate, balances at the date's
    cast(versions.loan_amount * amount_rates.rate as decimal(18, 2)) as book_loan_amount,
    cast(versions.emi_amount * amount_rates.rate as decimal(18, 2)) as book_emi_amount,
    balance_rates.rate as balance_rate
from versions
left join {{ ref('int_exchange_rate') }} as amount_rates
    on
        versions.currency = amount_rates.currency
        and {{ in_force_on('amount_rates', 'versions.application_date') }}
left join {{ ref('int_exchange_rate') }} as balance_rates
    on
        versions.currency = balance_rates.currency
        and {{ in_force_on('balance_rates', 'versions.as_of_date') }}
