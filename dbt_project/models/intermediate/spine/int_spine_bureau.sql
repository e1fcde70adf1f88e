with borrowers as (
    select distinct
        customer_id,
        as_of_date,
        known_until
    from {{ ref('int_spine') }}
),

fresh_pulls as (
    select
        borrowers.customer_id,
        borrowers.as_of_date,
        borrowers.known_until,
        max(pulls.pull_date) as pull_date
    from borrowers
    inner join {{ ref('stg_credit_history') }} as pulls
        on
            borrowers.customer_id = pulls.customer_id
            and pulls.pull_date between borrowers.as_of_date - 180 and borrowers.as_of_date
            and {{ version_holds('pulls', 'borrowers.known_until') }}
    group by borrowers.customer_id, borrowers.as_of_date, borrowers.known_until
),

earlier_scores as (
    select
        fresh_pulls.customer_id,
        fresh_pulls.as_of_date,
        pulls.credit_score,
        row_number() over (
            partition by fresh_pulls.customer_id, fresh_pulls.as_of_date
            order by pulls.pull_date desc
        ) as newest_first
    from fresh_pulls
    inner join {{ ref('stg_credit_history') }} as pulls
        on
            fresh_pulls.customer_id = pulls.customer_id
            and pulls.pull_date between fresh_pulls.pull_date - 240 and fresh_pulls.pull_date - 150
            and {{ version_holds('pulls', 'fresh_pulls.known_until') }}
    where pulls.credit_score is not null
)

select
    pulls.customer_id,
    fresh_pulls.as_of_date,
    pulls.pull_date,
    pulls.credit_score,
    earlier_scores.credit_score as earlier_credit_score,
    pulls.total_accounts,
    pulls.active_accounts,
    pulls.oldest_account_opened_on,
    pulls.revolving_balance,
    pulls.revolving_limit,
    pulls.revolving_utilization,
    pulls.total_outstanding,
    pulls.unsecured_outstanding,
    pulls.debt_to_income,
    pulls.monthly_obligations,
    pulls.overdue_amount,
    pulls.dpd_30_59_count_24m,
    pulls.dpd_60_89_count_24m,
    pulls.dpd_90_plus_count_24m,
    pulls.last_delinquency_on,
    pulls.enquiries_6m,
    pulls.enquiries_12m,
    pulls.written_off_or_settled_count_60m
from fresh_pulls
inner join {{ ref('stg_credit_history') }} as pulls
    on
        fresh_pulls.customer_id = pulls.customer_id
        and fresh_pulls.pull_date = pulls.pull_date
        and {{ version_holds('pulls', 'fresh_pulls.known_until') }}
left join earlier_scores
    on
        fresh_pulls.customer_id = earlier_scores.customer_id
        and fresh_pulls.as_of_date = earlier_scores.as_of_date
        and earlier_scores.newest_first = 1
