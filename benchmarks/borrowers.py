"""Customers and bureau pulls of a benchmark book, as SQL over its loans.

Like the loans, all of it follows from hashes: a tenth of the customers tell their income again,
some after the as-of date; most were pulled again within the last half year; some pulls came to be
known too late; some customers have no score, no record or only the bureau's own ratios.
"""

from __future__ import annotations

# One row a customer: draws between 0 and 999 decide what is rare, dice give amounts.
CUSTOMERS = """
create temp table customers as
with met as (
    select
        customer_id,
        hash(customer_id) as dice,
        min(disbursed_on) - 8 as met_on
    from loans
    group by customer_id
)

select
    *,
    hash(dice + 1) % 1000 as version_draw,
    hash(dice + 2) % 1000 as gap_draw,
    hash(dice + 3) % 1000 as job_draw,
    hash(dice + 4) % 1000 as pull_draw,
    hash(dice + 5) % 1000 as record_draw,
    20000 + dice % 90000 as net_monthly_income
from met
"""

CUSTOMER_ROWS = """
copy (
with versions as (
    select
        customers.*,
        version,
        cast(
            case version when 1 then met_on when 2 then met_on + 300 else $as_of + 2 end
            as timestamp
        ) as recorded_at,
        case version when 1 then 1.0 when 2 then 1.12 else 2.0 end as income_factor
    from customers
    cross join (values (1), (2), (3)) as numbers (version)
    where version = 1 or version = 2 and version_draw < 100 or version = 3 and version_draw < 10
)

select
    customer_id,
    case when gap_draw >= 20
        then date '1960-01-01' + cast(dice % 14000 as integer) end as date_of_birth,
    case when gap_draw < 20 then cast(25 + dice % 40 as integer) end as age_years,
    case when gap_draw not between 20 and 49
        then cast(hash(dice + 6) % 5 as integer) end as dependents,
    case when gap_draw not between 50 and 99 then
        ['below_class_12', 'Class 12', 'graduate', 'Graduate', 'postgraduate', 'professional']
            [cast(1 + hash(dice + 7) % 6 as integer)] end as education,
    case when gap_draw not between 100 and 119 then
        ['salaried_private', 'salaried_govt', 'Government', 'self_employed_business',
            'gig_or_daily'][cast(1 + hash(dice + 8) % 5 as integer)] end as employment_type,
    case
        when job_draw < 40 then null
        when job_draw < 45 then $as_of + 30
        when version = 2 and job_draw < 400 then met_on + 250
        else met_on - cast(30 + hash(dice + 9) % 5000 as integer)
    end as job_start_date,
    cast(
        case when job_draw between 45 and 64 then 0
            when job_draw >= 100 then hash(dice + 10) % 400 / 10.0 end as decimal(9, 6)
    ) as years_of_experience,
    case when gap_draw not between 120 and 139
        then cast(net_monthly_income * 15.5 * income_factor as decimal(18, 2)) end as annual_income,
    case when gap_draw not between 140 and 149
        then cast(net_monthly_income * income_factor as decimal(18, 2)) end as net_monthly_income,
    case when gap_draw % 3 != 0
        then cast(net_monthly_income // 8 as decimal(18, 2)) end as monthly_fixed_outgoings,
    dice % 4 != 0 as income_verified,
    dice % 16 != 0 as phone_verified,
    case when gap_draw % 4 != 0 then dice % 3 = 0 end as email_verified,
    dice % 5 != 0 as address_verified,
    case when gap_draw not between 150 and 159
        then lpad(cast(110000 + dice % 700000 as varchar), 6, '0') end as pincode,
    case when gap_draw between 160 and 209 then cast(1 + dice % 3 as integer) end as city_tier,
    case when gap_draw % 3 = 0
        then met_on - cast(hash(dice + 11) % 3000 as integer) end as customer_since,
    recorded_at
from versions
order by customer_id, version
) to '{path}' (format parquet, compression zstd)
"""

# The pull at the application, one a year or so before the as-of date, the latest one.
BUREAU_ROWS = """
copy (
with latest as (
    select *, $as_of - cast(5 + hash(dice + 12) % 190 as integer) as latest_on
    from customers
),

pulls as (
    select
        *,
        number,
        case number when 1 then met_on
            when 2 then latest_on - cast(140 + hash(dice + 13) % 110 as integer)
            else latest_on end as pull_date
    from latest
    cross join (values (1), (2), (3)) as numbers (number)
    where number = 1 or number = 2 and pull_draw < 600 or number = 3 and pull_draw < 800
),

drawn as (
    select *, hash(dice + 100 * number) as pull_dice, pull_draw between 500 and 519 as is_unheard
    from pulls
)

select
    customer_id,
    pull_date,
    case when not is_unheard and pull_dice % 20 != 0
        then cast(500 + (dice + pull_dice % 60) % 400 as integer) end as credit_score,
    cast(case when is_unheard then 0 else 1 + dice % 9 end as integer) as total_accounts,
    case when pull_draw not between 520 and 529
        then cast(case when is_unheard then 0 else pull_dice % (1 + dice % 9) + 1 end as integer)
    end as active_accounts,
    case when not is_unheard
        then met_on - cast(dice % 4000 as integer) end as oldest_account_opened_on,
    case when pull_draw not between 530 and 559
        then cast(pull_dice % 150000 as decimal(18, 2)) end as revolving_balance,
    case when pull_draw not between 530 and 559 and pull_dice % 7 != 0
        then cast(dice % 6 * 30000 as decimal(18, 2)) end as revolving_limit,
    case when pull_draw between 530 and 559
        then cast(pull_dice % 2500 / 1000.0 as decimal(9, 6)) end as revolving_utilization,
    case when pull_draw not between 560 and 579 then
        cast(case when pull_dice % 9 = 0 then 0 else pull_dice % 900000 end as decimal(18, 2))
    end as total_outstanding,
    cast(pull_dice % 200000 as decimal(18, 2)) as unsecured_outstanding,
    case when pull_draw not between 580 and 589
        then cast(pull_dice % 25000 as decimal(18, 2)) end as monthly_obligations,
    cast(case when pull_dice % 11 = 0 then pull_dice % 9000 else 0 end as decimal(18, 2))
        as overdue_amount,
    cast(case when pull_dice % 11 = 0 then pull_dice % 4 else 0 end as integer)
        as dpd_30_59_count_24m,
    cast(case when pull_dice % 22 = 0 then pull_dice % 3 else 0 end as integer)
        as dpd_60_89_count_24m,
    cast(case when pull_dice % 44 = 0 then pull_dice % 3 else 0 end as integer)
        as dpd_90_plus_count_24m,
    case when pull_dice % 11 = 0
        then pull_date - cast(pull_dice % 700 as integer) end as last_delinquency_on,
    cast(pull_dice % 4 as integer) as enquiries_6m,
    cast(pull_dice % 4 + dice % 3 as integer) as enquiries_12m,
    case when pull_draw between 560 and 579
        then cast(pull_dice % 3000 / 1000.0 as decimal(9, 6)) end as debt_to_income,
    cast(case when dice % 30 = 0 then 1 else 0 end as integer) as written_off_or_settled_count_60m,
    cast(case when number = 3 and record_draw < 30 then $as_of + 3 else pull_date end as timestamp)
        + interval 10 hour as recorded_at
from drawn
order by customer_id, number
) to '{path}' (format parquet, compression zstd)
"""
