{{ config(pre_hook="{{ replace_run_dates() }}") }}

with facilities as (
    select
        customer_id,
        as_of_date,
        count(*) as facility_count,
        sum(overdue_amount) as overdue_amount,
        sum(principal_outstanding) as principal_outstanding,
        sum(provision) as provision
    from {{ ref('int_npa_status') }}
    where as_of_date in ({{ run_dates() }})
    group by customer_id, as_of_date
)

select
    facilities.customer_id,
    facilities.as_of_date,
    borrowers.borrower_class,
    borrowers.is_npa,
    borrowers.npa_date,
    borrowers.doubtful_since,
    cast(facilities.facility_count as integer) as facility_count,
    cast(facilities.overdue_amount as decimal(18, 2)) as overdue_amount,
    cast(facilities.principal_outstanding as decimal(18, 2)) as principal_outstanding,
    cast(facilities.provision as decimal(18, 2)) as provision,
    -- only full clearance of every facility upgrades
    cast(case when borrowers.is_npa then facilities.overdue_amount end as decimal(18, 2)) as amount_to_upgrade
from facilities
inner join {{ ref('int_npa_borrower') }} as borrowers
    on facilities.customer_id = borrowers.customer_id and facilities.as_of_date = borrowers.as_of_date
