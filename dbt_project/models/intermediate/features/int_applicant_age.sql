{{ config(materialized='view') }}

-- Age by the date of birth, else by the age that was told, grown by the years since it was told. Only an adult's age
-- is believed; a date of birth that lies ahead, or after the loan has matured, says nothing.
with borrowers as (
    select
        loans.loan_id,
        loans.as_of_date,
        case when customers.date_of_birth <= loans.as_of_date then customers.date_of_birth end as date_of_birth,
        customers.age_years as told_age_years,
        coalesce(
            cast(customers.recorded_at as date),
            least(loans.application_date, own_loans.first_application_date)
        ) as told_on,
        coalesce(
            schedules.last_due_date,
            {{ add_months('coalesce(loans.opened_on, loans.application_date)', 'loans.loan_term_months') }}
        ) as matures_on
    from {{ ref('int_spine_loan') }} as loans
    inner join {{ ref('int_spine_customer') }} as customers
        on
            loans.customer_id = customers.customer_id
            and loans.as_of_date = customers.as_of_date
    left join {{ ref('int_spine_own_loans') }} as own_loans
        on
            loans.loan_id = own_loans.loan_id
            and loans.as_of_date = own_loans.as_of_date
    left join {{ ref('int_repayment_schedule') }} as schedules
        on
            loans.loan_id = schedules.loan_id
            and loans.as_of_date = schedules.as_of_date
),

ages as (
    select
        loan_id,
        as_of_date,
        date_of_birth,
        matures_on,
        case
            when date_of_birth is not null then {{ whole_months_between('date_of_birth', 'as_of_date') }} // 12
            else told_age_years + greatest({{ whole_months_between('told_on', 'as_of_date') }}, 0) // 12
        end as age_years
    from borrowers
),

adult_ages as (
    select * replace (case when age_years between 18 and 100 then age_years end as age_years)
    from ages
),

ages_in_months as (
    select
        loan_id,
        as_of_date,
        cast(age_years as integer) as age_years,
        case
            when date_of_birth is not null then {{ whole_months_between('date_of_birth', 'matures_on') }}
            else age_years * 12 + {{ whole_months_between('as_of_date', 'matures_on') }}
        end as months_at_maturity
    from adult_ages
)

select
    loan_id,
    as_of_date,
    age_years,
    case when months_at_maturity >= 0 then months_at_maturity / 12.0 end as age_at_maturity_years
from ages_in_months
