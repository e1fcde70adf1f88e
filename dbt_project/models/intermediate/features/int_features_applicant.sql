with borrowers as (
    select
        spine.loan_id,
        spine.as_of_date,
        customers.* exclude (customer_id, as_of_date, age_years, city_tier),
        case when customers.dependents >= 0 then customers.dependents end as declared_dependents,
        case
            when customers.years_of_experience >= 0
                then least(
                    customers.years_of_experience
                    + coalesce(
                        greatest(
                            {{ whole_months_between('cast(customers.recorded_at as date)', 'spine.as_of_date') }}, 0
                        ), 0
                    ) / 12.0,
                    60
                )
        end as experience_years,
        case
            when customers.job_start_date <= spine.as_of_date
                then {{ whole_months_between('customers.job_start_date', 'spine.as_of_date') }}
        end as job_months,
        -- a relationship that is said to begin later is none yet
        coalesce(
            case when customers.customer_since <= spine.as_of_date then customers.customer_since end,
            own_loans.first_opened_on
        ) as relationship_since,
        coalesce(customers.city_tier, city_tiers.city_tier) as city_tier,
        ages.age_years,
        ages.age_at_maturity_years
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
)

select
    loan_id,
    as_of_date,
    age_years,
    cast(age_at_maturity_years as double) as age_at_maturity_years,
    cast(declared_dependents as integer) as dependents_count,
    case
        when annual_income > 0 then cast(annual_income as double) / (declared_dependents + 1)
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
    cast(case when city_tier between 1 and 3 then city_tier end as integer) as city_tier,
    cast(coalesce(income_verified, false) as integer) as is_income_verified,
    cast(coalesce(phone_verified, false) as integer)
    + cast(coalesce(email_verified, false) as integer)
    + cast(coalesce(address_verified, false) as integer) as contactability_score,
    cast(
        coalesce({{ whole_months_between('relationship_since', 'as_of_date') }}, 0) as integer
    ) as relationship_vintage_months
from borrowers
