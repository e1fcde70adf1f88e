{{ config(materialized='view') }}

-- Terms that a feature reads from another version than the one at the date: the rate in force, the latest
-- valuation, the contract as first signed and as first disbursed.
with policy_rates as (
    {{ dated_rows(ref('policy_rate'), ['country'], valid_from='announced_on') }}
),

application_days as (
    select distinct application_date
    from {{ ref('int_spine_loan') }}
),

rates_on_day as (
    select
        application_days.application_date,
        policy_rates.rate_pct
    from application_days
    inner join policy_rates
        on
            policy_rates.country = '{{ var("book_country") }}'
            and {{ in_force_on('policy_rates', 'application_days.application_date', valid_from='announced_on') }}
),

signed_contracts as (
    select
        loan_id,
        loan_amount,
        case when loan_term_months > 0 then loan_term_months end as loan_term_months,
        coalesce(emi_amount, {{ emi('loan_amount', 'interest_rate_pct', 'loan_term_months') }}) as emi_amount
    from {{ ref('stg_loans') }}
    where version_no = 1
)

select
    loans.loan_id,
    loans.as_of_date,
    rates.interest_rate_pct,
    rates.interest_rate_pct - rates_on_day.rate_pct as rate_spread_pct,
    collateral.collateral_value,
    case
        when loans.opened_on is not null and contracts.disbursed_term_known_from <= loans.known_until
            then contracts.disbursed_term_months
        else loans.loan_term_months
    end as tenure_months,
    signed_contracts.loan_amount as signed_amount,
    signed_contracts.emi_amount * signed_contracts.loan_term_months as signed_repayment
from {{ ref('int_spine_loan') }} as loans
left join {{ ref('int_spine_interest_rate') }} as rates
    on loans.loan_id = rates.loan_id and loans.as_of_date = rates.as_of_date
left join {{ ref('int_spine_collateral') }} as collateral
    on loans.loan_id = collateral.loan_id and loans.as_of_date = collateral.as_of_date
left join rates_on_day on loans.application_date = rates_on_day.application_date
left join {{ ref('int_loan_contract') }} as contracts on loans.loan_id = contracts.loan_id
left join signed_contracts on loans.loan_id = signed_contracts.loan_id
