{{ config(materialized='view') }}

{%- set products = [
    'home', 'lap', 'auto', 'two_wheeler', 'gold', 'education', 'personal', 'msme', 'card'
] %}
with loans as (
    select
        loans.*,
        loans.population = 'behaviour' as is_behaviour,
        terms.interest_rate_pct as rate_in_force_pct,
        terms.rate_spread_pct,
        terms.collateral_value,
        case when terms.tenure_months > 0 then terms.tenure_months end as tenure_months,
        terms.signed_amount,
        terms.signed_repayment,
        ledgers.last_due_date,
        coalesce(ledgers.due_count, 0) as due_count,
        case when loans.opened_on is null then loans.loan_amount else ledgers.principal_outstanding end as balance
    from {{ ref('int_spine_loan') }} as loans
    inner join {{ ref('int_loan_terms') }} as terms
        on loans.loan_id = terms.loan_id and loans.as_of_date = terms.as_of_date
    left join {{ ref('int_loan_ledger') }} as ledgers
        on loans.loan_id = ledgers.loan_id and loans.as_of_date = ledgers.as_of_date
)

select
    loans.loan_id,
    loans.as_of_date,
    case when loans.book_loan_amount > 0 then ln(1 + cast(loans.book_loan_amount as double)) end as loan_amount_log,
    ticket_edges.category as loan_amount_category,
    cast(loans.tenure_months as integer) as loan_tenure_months,
    case
        when loans.tenure_months <= 12 then 0
        when loans.tenure_months <= 36 then 1
        when loans.tenure_months <= 60 then 2
        when loans.tenure_months <= 120 then 3
        when loans.tenure_months is not null then 4
    end as tenure_category,
    cast(loans.rate_in_force_pct as double) as interest_rate_pct,
    cast(loans.rate_spread_pct as double) as rate_spread_pct,
    case
        when loans.loan_type = 'teaser_home' then 'home'
        when loans.loan_type in ({{ quoted_list(products) }}) then loans.loan_type
        else 'other'
    end as loan_type_code,
    cast(coalesce(loans.is_secured, false) as integer) as is_secured,
    case
        when loans.is_secured and loans.collateral_value > 0
            then cast(loans.balance as double) / cast(loans.collateral_value as double)
    end as ltv_ratio,
    case
        when loans.signed_amount > 0
            then cast(loans.signed_repayment - loans.signed_amount as double) / cast(loans.signed_amount as double)
    end as interest_to_principal_ratio,
    cast(
        case when loans.is_behaviour then {{ whole_months_between('loans.opened_on', 'loans.as_of_date') }} end
        as integer
    ) as months_on_book,
    case
        when not loans.is_behaviour or loans.last_due_date is null then null
        when loans.last_due_date <= loans.as_of_date then 0
        when loans.loan_term_months > 0
            then greatest(cast(loans.loan_term_months - loans.due_count as double) / loans.loan_term_months, 0)
    end as remaining_tenure_ratio,
    cast(coalesce(loans.has_co_applicant, false) as integer) as has_co_applicant_or_guarantor
from loans
left join {{ ref('ticket_edges') }} as ticket_edges
    on
        ticket_edges.currency = '{{ var("book_currency") }}'
        and loans.book_loan_amount > 0
        and loans.book_loan_amount > coalesce(ticket_edges.above_amount, 0)
        and loans.book_loan_amount <= coalesce(ticket_edges.up_to_amount, loans.book_loan_amount)
