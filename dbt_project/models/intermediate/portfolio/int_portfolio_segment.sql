-- What tells open loans apart, on the run dates and the month-ends that they are compared with.
with compared_days as (
    select distinct observed_on
    from {{ ref('int_portfolio_date') }}
    where observed_on = as_of_date or is_previous
),

regions as (
    select
        loans.loan_id,
        loans.observed_on,
        customers.state as region
    from {{ ref('int_portfolio_loan') }} as loans
    inner join {{ ref('stg_customers') }} as customers
        on
            loans.customer_id = customers.customer_id
            and {{ version_holds('customers', known_until('loans.observed_on')) }}
),

tickets as (
    select
        loans.loan_id,
        loans.as_of_date as observed_on,
        edges.category as ticket
    from {{ ref('int_loan_as_of') }} as loans
    inner join {{ ref('ticket_edges') }} as edges
        on
            coalesce(loans.currency, '{{ var("book_currency") }}') = edges.currency
            and loans.loan_amount > coalesce(edges.above_amount, 0)
            and loans.loan_amount <= coalesce(edges.up_to_amount, loans.loan_amount)
)

select
    loans.*,
    regions.region,
    tickets.ticket
from {{ ref('int_portfolio_loan') }} as loans
inner join compared_days on loans.observed_on = compared_days.observed_on
left join regions on loans.loan_id = regions.loan_id and loans.observed_on = regions.observed_on
left join tickets on loans.loan_id = tickets.loan_id and loans.observed_on = tickets.observed_on
