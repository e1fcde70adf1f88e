{{ config(pre_hook="{{ replace_unpublished_run_dates() }}") }}
-- a date that an earlier run published stays as it was
with facilities as (
    select
        customer_id,
        as_of_date,
        count(*) as facility_count,
        min(currency) = max(currency) as is_in_one_currency,
        min(currency) as currency,
        sum({{ in_book_currency('overdue_amount', 'exchange_rate') }}) as book_overdue_amount,
        sum({{ in_book_currency('principal_outstanding', 'exchange_rate') }}) as book_principal_outstanding,
        sum({{ in_book_currency('provision', 'exchange_rate') }}) as book_provision,
        sum(overdue_amount) as overdue_amount,
        sum(principal_outstanding) as principal_outstanding,
        sum(provision) as provision
    from {{ ref('loan_npa_status') }}
    where as_of_date in ({{ run_dates() }}) and not {{ is_published('as_of_date') }}
    group by customer_id, as_of_date
),

-- a borrower with loans in one currency is told in it, one with several in the book's
totals as (
    select
        customer_id,
        as_of_date,
        facility_count,
        case when is_in_one_currency then currency else '{{ var("book_currency") }}' end as currency,
        case when is_in_one_currency then overdue_amount else book_overdue_amount end as overdue_amount,
        case when is_in_one_currency then principal_outstanding else book_principal_outstanding end
            as principal_outstanding,
        case when is_in_one_currency then provision else book_provision end as provision
    from facilities
)

select
    totals.customer_id,
    totals.as_of_date,
    borrowers.borrower_class,
    borrowers.is_npa,
    borrowers.npa_date,
    borrowers.doubtful_since,
    cast(totals.facility_count as integer) as facility_count,
    totals.currency,
    cast(totals.overdue_amount as decimal(18, 2)) as overdue_amount,
    cast(totals.principal_outstanding as decimal(18, 2)) as principal_outstanding,
    cast(totals.provision as decimal(18, 2)) as provision,
    -- only full clearance of every facility upgrades
    cast(case when borrowers.is_npa then totals.overdue_amount end as decimal(18, 2)) as amount_to_upgrade
from totals
inner join {{ ref('int_npa_borrower') }} as borrowers
    on
        totals.customer_id = borrowers.customer_id
        and totals.as_of_date = borrowers.as_of_date
        and borrowers.knowledge = 'as_known'
