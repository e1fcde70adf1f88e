select
    customer_id,
    age as age_years,
    gender,
    marital_status,
    dependents,
    education,
    employment_type,
    years_employed as years_of_experience,
    annual_income,
    phone_verified,
    email_verified,
    city_tier,
    state,
    source_file,
    source_row
from {{ source('ravinthra', 'customers') }}
