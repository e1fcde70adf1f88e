{{ config(materialized='view') }}

-- The fresh pull beside the loan: what the policy asks of the score, and whether the bureau has heard of the loan.
with cutoffs as (
    {{ dated_rows(ref('score_policy_cutoffs'), ['loan_type']) }}
)

select
    loans.loan_id,
    loans.as_of_date,
    bureau.customer_id is null as is_bureau_missing,
    bureau.pull_date,
    bureau.credit_score,
    bureau.earlier_credit_score,
    cutoffs.cutoff,
    bureau.total_accounts,
    bureau.active_accounts,
    case when loans.disbursed_on <= bureau.pull_date - 45 then 1 else 0 end as own_account_count,
    bureau.oldest_account_opened_on,
    bureau.revolving_balance,
    bureau.revolving_limit,
    bureau.revolving_utilization,
    bureau.total_outstanding,
    bureau.overdue_amount,
    bureau.dpd_30_59_count_24m,
    bureau.dpd_60_89_count_24m,
    bureau.dpd_90_plus_count_24m,
    bureau.last_delinquency_on,
    bureau.enquiries_6m,
    bureau.enquiries_12m,
    bureau.written_off_or_settled_count_60m
from {{ ref('int_spine_loan') }} as loans
left join {{ ref('int_spine_bureau') }} as bureau
    on
        loans.customer_id = bureau.customer_id
        and loans.as_of_date = bureau.as_of_date
left join cutoffs
    on
        loans.loan_type = cutoffs.loan_type
        and {{ in_force_on('cutoffs', 'loans.as_of_date') }}
