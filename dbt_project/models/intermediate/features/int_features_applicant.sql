{{ config(materialized='view') }}

with borrowers as (
    select
        spine.loan_id,
        spine.as_of_date,
        ages.age_years,
        ages.age_at_maturity_years,
        case when customers.dependents >= 0 then customers.dependents end as dependents,
        customers.annual_income,
        customers.education,
        customers.employment_type,
        case when customers.years_of_experience >= 0 then customers.years_of_experience end as told_experience_years,
        -- nothing rolls back where a version was recorded in the hours after the day
        greatest(
            coalesce({{ whole_months_between('cast(customers.recorded_at as date)', 'spine.as_of_date') }}, 0), 0
        ) as months_since_told,
        case
            when customers.job_start_date <= spine.as_of_date
                then {{ whole_months_between('customers.job_start_date', 'spine.as_of_date') }}
        end as job_months,
        customers.income_verified,
        customers.phone_verified,
        customers.email_verified,
        customers.address_verified,
        -- a relationship that is said to begin later is none yet
        coalesce(
            case when customers.customer_since <= spine.as_of_date then customers.customer_since end,
            own_loans.first_opened_on
        ) as relationship_since,
        -- a tier that the contract does not know is none
        coalesce(
            case when customers.city_tier between 1 and 3 then customers.city_tier end, city_tiers.city_tier
        ) as city_tier
    from {{ ref('int_spine') }} as spine
    left join {{ ref('int_spine_customer') }} as customers
        on
            spine.customer_id = customers.customer_id
            and spine.as_of_date = customers.as_of_date
    left join {{ ref('int_spine_city_tier') }} as city_tiers
        on
            customers.pincode = city_tiers.pincode
            and customers.as_of_date = city_tiers.as_of_date
    left join {{ ref('int_spine_own_loans') }} as own_loans
        on
            spine.loan_id = own_loans.loan_id
            and spine.as_of_date = own_loans.as_of_date
    left join {{ ref('int_applicant_age') }} as ages
        on
            spine.loan_id = ages.loan_id
            and spine.as_of_date = ages.as_of_date
),

experienced_borrowers as (
    select
        *,
        case
            when told_experience_years is not null then least(told_experience_years + months_since_told / 12.0, 60)
        end as experience_years
    from borrowers
)

select
    loan_id,
    as_of_date,
    age_years,
    cast(age_at_maturity_years as double) as age_at_maturity_years,
    cast(dependents as integer) as dependents_count,
    case
        when annual_income > 0 then cast(annual_income as double) / (dependents + 1)
    end as income_per_dependent,
    case when annual_income >= 0 then ln(1 + cast(annual_income as double)) end as annual_income_log,
    coalesce(employment_type, 'unknown') as employment_type_code,
    cast(experience_years as double) as years_of_experience,
    case
        when experience_years > 0 and job_months is not null
            then least(greatest(job_months / 12.0 / cast(experience_years as double), 0), 1)
    end as employment_stability_ratio,
    cast(job_months as integer) as current_job_tenure_months,
    cast(
        case education
            when 'below_class_12' then 0
            when 'class_12' then 1
            when 'graduate' then 2
            when 'postgraduate' then 3
            when 'professional' then 4
        end as integer
    ) as education_level,
    cast(city_tier as integer) as city_tier,
    cast(coalesce(income_verified, false) as integer) as is_income_verified,
    cast(coalesce(phone_verified, false) as integer)
    + cast(coalesce(email_verified, false) as integer)
    + cast(coalesce(address_verified, false) as integer) as contactability_score,
    cast(
        coalesce({{ whole_months_between('relationship_since', 'as_of_date') }}, 0) as integer
    ) as relationship_vintage_months
from experienced_borrowers
