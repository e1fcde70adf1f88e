with classes as (
    select *
    from {{ ref('portfolio_by_class') }}
    where as_of_date = {{ run_as_of_date() }}
)

select
    today.as_of_date,
    today.borrower_class,
    today.position,
    today.is_npa,
    today.loan_count,
    today.borrower_count,
    today.outstanding,
    today.outstanding_share,
    today.provision,
    today.provision_ratio,
    before.outstanding as previous_outstanding,
    cast(today.outstanding - before.outstanding as decimal(18, 2)) as outstanding_change
from classes as today
left join classes as before
    on today.borrower_class = before.borrower_class and before.is_previous
where today.observed_on = today.as_of_date
