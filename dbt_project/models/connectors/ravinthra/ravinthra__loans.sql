-- status is not read: it carries the label, and says of no closure or write-off when it happened.
-- A ledger with fewer instalments than the term is complete only up to its last due date.
with ledgers as (
    select
        loan_id,
        min(try_cast(due_date as date)) as first_due_date,
        max(try_cast(due_date as date)) as last_due_date,
        count(*) as instalment_count
    from {{ source('ravinthra', 'repayment_history') }}
    group by loan_id
)

select
    loans.loan_id,
    loans.customer_id,
    case lower(loans.loan_type)
        when 'business' then 'msme'
        when 'credit card' then 'card'
        else lower(loans.loan_type)
    end as loan_type,
    loans.application_date,
    loans.loan_amount,
    loans.loan_term_months,
    loans.interest_rate as interest_rate_pct,
    loans.emi_amount,
    loans.loan_purpose,
    loans.is_secured,
    nullif(try_cast(loans.collateral_value as decimal(18, 2)), 0) as collateral_value,
    ledgers.first_due_date,
    loans.risk_grade as lender_grade,
    case
        when ledgers.instalment_count < try_cast(loans.loan_term_months as integer) then ledgers.last_due_date
    end as observed_until,
    loans.source_file,
    loans.source_row
from {{ source('ravinthra', 'loan_applications') }} as loans
left join ledgers on loans.loan_id = ledgers.loan_id
