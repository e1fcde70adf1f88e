{{ config(materialized='view') }}

with readings as (
    select
        pairs.loan_id,
        pairs.as_of_date,
        {{ whole_months_between('pairs.opened_on', 'pairs.as_of_date') }} as months_on_book,
        schedules.first_due_date,
        dpd.max_dpd_12m,
        dpd.dpd_month_end_0,
        dpd.dpd_month_end_1,
        dpd.dpd_month_end_2,
        dpd.dpd_month_end_3,
        dpd.dpd_month_end_4,
        dpd.dpd_month_end_5,
        dpd.month_end_count,
        dpd.month_end_dpd_sum,
        schedules.due_count_12m,
        coalesce(dues.late_count_12m, 0) as late_count_12m,
        coalesce(dues.partial_count_12m, 0) as partial_count_12m,
        schedules.amount_due_6m,
        coalesce(runs.longest_late_run_12m, dues.late_count_12m, 0) as longest_late_run_12m,
        coalesce(receipts.net_amount_paid_6m, 0) as net_amount_paid_6m,
        coalesce(receipts.bounce_count_6m, 0) as bounce_count_6m,
        receipts.payment_count_12m,
        receipts.auto_debit_count_12m,
        receipts.last_payment_date,
        coalesce(cures.cure_count_12m, 0) as cure_count_12m
    from {{ ref('int_repayment_pair') }} as pairs
    -- a loan without dues and without statuses has no state: nothing can be said of its behaviour
    inner join {{ ref('int_repayment_dpd') }} as dpd
        on pairs.loan_id = dpd.loan_id and pairs.as_of_date = dpd.as_of_date
    left join {{ ref('int_repayment_schedule') }} as schedules
        on pairs.loan_id = schedules.loan_id and pairs.as_of_date = schedules.as_of_date
    left join {{ ref('int_repayment_dues') }} as dues
        on pairs.loan_id = dues.loan_id and pairs.as_of_date = dues.as_of_date
    left join {{ ref('int_repayment_longest_run') }} as runs
        on pairs.loan_id = runs.loan_id and pairs.as_of_date = runs.as_of_date
    left join {{ ref('int_repayment_receipts') }} as receipts
        on pairs.loan_id = receipts.loan_id and pairs.as_of_date = receipts.as_of_date
    left join {{ ref('int_repayment_cures') }} as cures
        on pairs.loan_id = cures.loan_id and pairs.as_of_date = cures.as_of_date
    where
        pairs.population = 'behaviour'
        and pairs.is_ledger_complete
        and dpd.dpd_source is not null
)

select
    loan_id,
    as_of_date,
    cast(dpd_month_end_0 as integer) as current_dpd,
    cast(case when months_on_book >= 1 then max_dpd_12m end as integer) as max_dpd_12m,
    case when month_end_count >= 3 then cast(month_end_dpd_sum as double) / month_end_count end as avg_dpd_6m,
    case
        when month_end_count = 6
            then (
                dpd_month_end_0 + dpd_month_end_1 + dpd_month_end_2
                - dpd_month_end_3 - dpd_month_end_4 - dpd_month_end_5
            ) / 3.0
    end as dpd_trend_3v6,
    cast(late_count_12m as double) / nullif(due_count_12m, 0) as late_payment_ratio,
    cast(partial_count_12m as double) / nullif(due_count_12m, 0) as partial_payment_ratio,
    cast(case when due_count_12m > 0 then longest_late_run_12m end as integer) as max_consecutive_late_12m,
    case
        when amount_due_6m > 0
            then least(greatest(cast(net_amount_paid_6m as double) / cast(amount_due_6m as double), 0), 2)
    end as payment_to_due_ratio_6m,
    cast(
        as_of_date - coalesce(
            last_payment_date, case when first_due_date <= as_of_date then first_due_date end
        ) as integer
    ) as days_since_last_payment,
    cast(bounce_count_6m as integer) as bounce_count_6m,
    cast(auto_debit_count_12m as double) / nullif(payment_count_12m, 0) as auto_debit_ratio_12m,
    cast(case when months_on_book >= 3 then cure_count_12m end as integer) as cure_count_12m
from readings
