-- What a borrower pays a month and uses of his lines, now and half a year before, seen from one of his loans: like
-- dti_ratio and credit_utilization of the features. A pull hears of a loan after about 45 days; until then its
-- instalment is added, on both days, so that the loan itself is no rise; in
-- the book's currency at the rate of the application's day, as the features have it.
with obligations as (
    select
        watched.loan_id,
        watched.observed_on,
        pulls.pull_date,
        pulls.earlier_pull_date,
        pulls.utilisation,
        pulls.earlier_utilisation,
        case when pulls.annual_income > 0 then pulls.annual_income end as annual_income,
        case when pulls.earlier_annual_income > 0 then pulls.earlier_annual_income end as earlier_annual_income,
        case
            when loans.disbursed_on <= pulls.pull_date - 45 then pulls.monthly_obligations
            else pulls.monthly_obligations + {{ in_book_currency('loans.emi_amount', 'rates.rate') }}
        end as monthly_obligation,
        case
            when loans.disbursed_on <= pulls.earlier_pull_date - 45 then pulls.earlier_monthly_obligations
            else pulls.earlier_monthly_obligations + {{ in_book_currency('loans.emi_amount', 'rates.rate') }}
        end as earlier_monthly_obligation
    from {{ ref('int_watch_loan') }} as watched
    inner join {{ ref('int_watch_pull') }} as pulls
        on watched.customer_id = pulls.customer_id and watched.observed_on = pulls.observed_on
    inner join {{ ref('int_loan_as_of') }} as loans
        on watched.loan_id = loans.loan_id and watched.observed_on = loans.as_of_date
    left join {{ ref('int_exchange_rate') }} as rates
        on
            coalesce(watched.currency, '{{ var("book_currency") }}') = rates.currency
            and {{ in_force_on('rates', 'loans.application_date') }}
)

select
    loan_id,
    observed_on,
    pull_date,
    earlier_pull_date,
    {{ ratio('monthly_obligation * 12', 'annual_income') }} as dti_ratio,
    {{ ratio('earlier_monthly_obligation * 12', 'earlier_annual_income') }} as earlier_dti_ratio,
    utilisation,
    earlier_utilisation
from obligations
