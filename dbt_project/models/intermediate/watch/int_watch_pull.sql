-- The borrower's fresh bureau pull on a day beside the one of about half a year before it, with the income known on
-- the day of each. The windows are those of the features: fresh is at most 180 days old, half a year 150 to 240 days.
with borrowers as (
    select distinct
        customer_id,
        observed_on,
        known_until
    from {{ ref('int_watch_loan') }}
),

known_pulls as (
    select
        borrowers.observed_on,
        borrowers.known_until,
        pulls.customer_id,
        pulls.pull_date,
        pulls.monthly_obligations,
        case
            when pulls.revolving_balance is null or pulls.revolving_limit is null then pulls.revolving_utilization
            else {{ ratio('pulls.revolving_balance', 'pulls.revolving_limit') }}
        end as utilisation
    from borrowers
    inner join {{ ref('stg_credit_history') }} as pulls
        on
            borrowers.customer_id = pulls.customer_id
            and pulls.pull_date between borrowers.observed_on - 420 and borrowers.observed_on
            and {{ version_holds('pulls', 'borrowers.known_until') }}
),

fresh_pulls as (
    select
        *,
        row_number() over (partition by customer_id, observed_on order by pull_date desc) as newest_first
    from known_pulls
    where pull_date >= observed_on - 180
),

pairs as (
    select
        fresh_pulls.customer_id,
        fresh_pulls.observed_on,
        fresh_pulls.known_until,
        fresh_pulls.pull_date,
        fresh_pulls.monthly_obligations,
        fresh_pulls.utilisation,
        earlier.pull_date as earlier_pull_date,
        earlier.monthly_obligations as earlier_monthly_obligations,
        earlier.utilisation as earlier_utilisation,
        row_number() over (
            partition by fresh_pulls.customer_id, fresh_pulls.observed_on
            order by earlier.pull_date desc
        ) as newest_earlier_first
    from fresh_pulls
    inner join known_pulls as earlier
        on
            fresh_pulls.customer_id = earlier.customer_id
            and fresh_pulls.observed_on = earlier.observed_on
            and earlier.pull_date between fresh_pulls.pull_date - 240 and fresh_pulls.pull_date - 150
    where fresh_pulls.newest_first = 1
)

select
    pairs.customer_id,
    pairs.observed_on,
    pairs.pull_date,
    pairs.monthly_obligations,
    pairs.utilisation,
    customers.annual_income,
    pairs.earlier_pull_date,
    pairs.earlier_monthly_obligations,
    pairs.earlier_utilisation,
    earlier_customers.annual_income as earlier_annual_income
from pairs
left join {{ ref('stg_customers') }} as customers
    on pairs.customer_id = customers.customer_id and {{ version_holds('customers', 'pairs.known_until') }}
left join {{ ref('stg_customers') }} as earlier_customers
    on
        pairs.customer_id = earlier_customers.customer_id
        and {{ version_holds('earlier_customers', known_until('pairs.earlier_pull_date')) }}
where pairs.newest_earlier_first = 1
