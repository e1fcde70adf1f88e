{{ config(materialized='view') }}

with accounts as (
    select
        *,
        case
            when active_accounts is not null then greatest(active_accounts - own_account_count, 0)
        end as other_active_accounts,
        total_accounts - own_account_count as other_accounts
    from {{ ref('int_bureau_pull') }}
)

select
    loan_id,
    as_of_date,
    credit_score as bureau_score,
    pull_date,
    is_bureau_missing,
    case
        when credit_score is not null then least(greatest((credit_score - 300) / 600.0, 0), 1)
    end as normalized_credit_score,
    case
        when credit_score is null then 0
        when credit_score < 550 then 1
        when credit_score < 650 then 2
        when credit_score < 700 then 3
        when credit_score < 750 then 4
        else 5
    end as credit_score_tier,
    credit_score - cutoff as credit_score_diff,
    credit_score - earlier_credit_score as credit_score_change_6m,
    case
        when is_bureau_missing then null
        when total_accounts < 2 or oldest_account_opened_on > {{ add_months('as_of_date', -12) }} then 1
        when total_accounts is not null or oldest_account_opened_on is not null then 0
    end as is_thin_file,
    cast(
        case
            when oldest_account_opened_on <= as_of_date
                then {{ whole_months_between('oldest_account_opened_on', 'as_of_date') }}
        end as integer
    ) as credit_history_months,
    other_active_accounts as active_accounts_count,
    case
        when other_accounts > 0 then cast(other_active_accounts as double) / other_accounts
    end as active_account_ratio,
    case
        when revolving_balance is null or revolving_limit is null
            then {{ capped_ratio('revolving_utilization', '1', 2) }}
        when revolving_limit > 0
            then least(cast(revolving_balance as double) / cast(revolving_limit as double), 2)
        when revolving_balance > 0 then 2
    end as credit_utilization,
    enquiries_6m,
    cast(enquiries_6m as double) / nullif(enquiries_12m, 0) as enquiry_velocity,
    dpd_30_59_count_24m + 3 * dpd_60_89_count_24m + 10 * dpd_90_plus_count_24m as delinquency_severity_24m,
    cast(
        case
            when last_delinquency_on <= as_of_date
                then {{ whole_months_between('last_delinquency_on', 'as_of_date') }}
        end as integer
    ) as months_since_last_delinquency,
    case
        when total_outstanding = 0 then 0
        else cast(overdue_amount as double) / cast(total_outstanding as double)
    end as bureau_overdue_ratio,
    cast(written_off_or_settled_count_60m > 0 as integer) as has_written_off_or_settled
from accounts
