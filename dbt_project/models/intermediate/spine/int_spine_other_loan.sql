-- what was known of the other loan on the day: its own version then, whatever it became later
with versions as (
    select
        spine.as_of_date,
        spine.known_until,
        spine.loan_id as spine_loan_id,
        loans.loan_id,
        {{ loan_version_columns('loans', 'spine.as_of_date') }}
    from {{ ref('int_spine') }} as spine
    inner join {{ ref('stg_loans') }} as loans
        on
            spine.customer_id = loans.customer_id
            and spine.loan_id <> loans.loan_id
            and spine.as_of_date >= loans.application_date
            and {{ version_holds('loans', 'spine.known_until') }}
)

select
    versions.spine_loan_id as loan_id,
    versions.as_of_date,
    versions.known_until,
    versions.loan_id as other_loan_id,
    versions.application_date,
    versions.opened_on,
    versions.observed_until,
    versions.status = 'disbursed' as is_open,
    {{ in_book_currency('versions.emi_amount', 'rates.rate') }} as book_emi_amount
from versions
left join {{ ref('int_exchange_rate') }} as rates
    on
        versions.currency = rates.currency
        and {{ in_force_on('rates', 'versions.application_date') }}
