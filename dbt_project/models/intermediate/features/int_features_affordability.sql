{{ config(materialized='view') }}

with amounts as (
    select
        loans.loan_id,
        loans.as_of_date,
        case when customers.annual_income > 0 then cast(customers.annual_income as double) end as annual_income,
        cast(customers.net_monthly_income as double) as net_monthly_income,
        coalesce(cast(customers.monthly_fixed_outgoings as double), 0) as monthly_fixed_outgoings,
        case when customers.dependents >= 0 then customers.dependents end as dependents,
        cast(obligations.monthly_obligation as double) as monthly_obligation,
        cast(loans.book_emi_amount as double) as emi_amount,
        cast(loans.book_loan_amount as double) as loan_amount,
        case
            when loans.population = 'behaviour'
                then cast(ledgers.principal_outstanding as double) * cast(loans.balance_rate as double)
        end as principal_outstanding,
        cast(bureau.total_outstanding as double) as total_outstanding,
        cast(bureau.unsecured_outstanding as double) as unsecured_outstanding,
        cast(bureau.debt_to_income as double) as told_debt_to_income
    from {{ ref('int_spine_loan') }} as loans
    inner join {{ ref('int_monthly_obligation') }} as obligations
        on loans.loan_id = obligations.loan_id and loans.as_of_date = obligations.as_of_date
    left join {{ ref('int_spine_customer') }} as customers
        on loans.customer_id = customers.customer_id and loans.as_of_date = customers.as_of_date
    left join {{ ref('int_spine_bureau') }} as bureau
        on loans.customer_id = bureau.customer_id and loans.as_of_date = bureau.as_of_date
    left join {{ ref('int_loan_ledger') }} as ledgers
        on loans.loan_id = ledgers.loan_id and loans.as_of_date = ledgers.as_of_date
)

select
    loan_id,
    as_of_date,
    {{ capped_ratio('monthly_obligation * 12', 'annual_income', 5) }} as dti_ratio,
    {{ capped_ratio('emi_amount * 12', 'annual_income', 5) }} as emi_to_income_ratio,
    case
        when net_monthly_income > 0
            then {{ capped_ratio('(monthly_obligation + monthly_fixed_outgoings)', 'net_monthly_income', 5) }}
    end as foir_ratio,
    {{ capped_ratio('loan_amount', 'annual_income', 50) }} as loan_to_income_ratio,
    -- the bureau's own ratio stands in where it does not tell the amount
    case
        when total_outstanding is null then {{ capped_ratio('told_debt_to_income', '1', 50) }}
        else {{ capped_ratio('total_outstanding', 'annual_income', 50) }}
    end as debt_to_income_ratio,
    {{ capped_ratio('principal_outstanding', 'annual_income', 50) }} as credit_to_income_ratio,
    {{ capped_ratio('unsecured_outstanding', 'annual_income', 50) }} as unsecured_exposure_to_income_ratio,
    (net_monthly_income - monthly_obligation - monthly_fixed_outgoings) / (dependents + 1) as residual_income_per_head
from amounts
