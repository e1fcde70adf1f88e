with pairs as (
    select
        loans.loan_id,
        loans.as_of_date,
        loans.loan_type,
        left(customers.pincode, 3) as area,
        coalesce(cast(own.loan_id is not null as integer), 0) as own_loan_count,
        coalesce(cast(own.is_bad as integer), 0) as own_bad_count
    from {{ ref('int_spine_loan') }} as loans
    left join {{ ref('int_spine_customer') }} as customers
        on
            loans.customer_id = customers.customer_id
            and loans.as_of_date = customers.as_of_date
    left join {{ ref('int_area_cohort') }} as own
        on
            loans.loan_id = own.loan_id
            and loans.as_of_date >= own.counts_from
            and loans.as_of_date < own.counts_before
),

portfolios as (
    select
        as_of_date,
        sum(loan_count) as loan_count,
        sum(bad_count) as bad_count
    from {{ ref('int_area_cohort_total') }}
    group by as_of_date
),

cohorts as (
    select
        pairs.loan_id,
        pairs.as_of_date,
        portfolios.loan_count - pairs.own_loan_count as portfolio_loan_count,
        portfolios.bad_count - pairs.own_bad_count as portfolio_bad_count,
        coalesce(cells.loan_count - pairs.own_loan_count, 0) as cell_loan_count,
        coalesce(cells.bad_count - pairs.own_bad_count, 0) as cell_bad_count
    from pairs
    inner join portfolios on pairs.as_of_date = portfolios.as_of_date
    left join {{ ref('int_area_cohort_total') }} as cells
        on
            pairs.as_of_date = cells.as_of_date
            and pairs.loan_type = cells.loan_type
            and pairs.area = cells.area
)

select
    loan_id,
    as_of_date,
    (cell_bad_count + 200 * cast(portfolio_bad_count as double) / portfolio_loan_count)
    / (cell_loan_count + 200) as area_product_bad_rate_lagged
from cohorts
where portfolio_loan_count > 0
