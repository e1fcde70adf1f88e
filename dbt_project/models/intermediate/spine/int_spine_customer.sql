with borrowers as (
    select distinct
        customer_id,
        as_of_date,
        known_until
    from {{ ref('int_spine') }}
)

select
    borrowers.as_of_date,
    customers.customer_id,
    customers.recorded_at,
    customers.date_of_birth,
    customers.age_years,
    customers.dependents,
    customers.education,
    customers.employment_type,
    customers.job_start_date,
    customers.years_of_experience,
    customers.annual_income,
    customers.net_monthly_income,
    customers.monthly_fixed_outgoings,
    customers.income_verified,
    customers.phone_verified,
    customers.email_verified,
    customers.address_verified,
    customers.pincode,
    customers.city_tier,
    customers.customer_since
from borrowers
inner join {{ ref('stg_customers') }} as customers
    on
        borrowers.customer_id = customers.customer_id
        and {{ version_holds('customers', 'borrowers.known_until') }}
