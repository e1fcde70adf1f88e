with borrowers as (
    select distinct
        customer_id,
        as_of_date,
        known_until
    from {{ ref('int_spine') }}
)

select
    borrowers.as_of_date,
    customers.* exclude (known_from, known_to)
from borrowers
inner join {{ ref('stg_customers') }} as customers
    on
        borrowers.customer_id = customers.customer_id
        and {{ version_holds('customers', 'borrowers.known_until') }}
