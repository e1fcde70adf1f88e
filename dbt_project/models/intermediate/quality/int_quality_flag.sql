-- what could be used only in part, counted; nothing is dropped silently
with loans_today as (
    select *
    from {{ ref('int_loan_as_of') }}
    where as_of_date = {{ run_as_of_date() }}
),

flags as (
    select
        'loans' as table_name,
        'loans without a customer row' as item,
        count(*) as value,
        'kept, with empty customer features' as note
    from loans_today
    where
        not exists (
            select 1
            from {{ ref('stg_customers') }} as customers
            where customers.customer_id = loans_today.customer_id
        )
    union all
    select
        'loans' as table_name,
        'loans whose first day is assumed' as item,
        count(*) filter (where is_opened_on_assumed and opened_on is not null) as value,
        'no disbursal day: taken from the first due date or the application' as note
    from loans_today
    union all
    select
        'repayments' as table_name,
        'rows without a loan' as item,
        count(*) as value,
        'counted and left aside until the loan arrives' as note
    from {{ ref('stg_repayments__checked') }} as repayments
    where
        repayments.broken_rule is null
        and not exists (
            select 1
            from {{ ref('stg_loans') }} as loans
            where loans.loan_id = repayments.loan_id
        )
    union all
    select
        'repayments' as table_name,
        'receipts without a receipt_id' as item,
        count(*) as value,
        'all kept: two equal payments on one day are two' as note
    from {{ ref('stg_receipts__unique') }}
    where not is_identified
    union all
    select
        'credit_history' as table_name,
        'bureau pulls of unknown customers' as item,
        count(*) as value,
        'kept, used by no loan' as note
    from {{ ref('stg_credit_history') }} as pulls
    where
        not exists (
            select 1
            from {{ ref('stg_customers') }} as customers
            where customers.customer_id = pulls.customer_id
        )
    union all
    select
        'loans' as table_name,
        'open loans without days past due' as item,
        count(*) as value,
        'no dues or statuses to count from, or the last status is older than 62 days' as note
    from {{ ref('int_npa_status') }}
    where as_of_date = {{ run_as_of_date() }} and dpd is null and not is_closed and not is_written_off
    union all
    select
        'loans' as table_name,
        'revolving loans judged as term loans' as item,
        count(*) as value,
        'the out-of-order rule of cash credit, overdraft and cards is not covered' as note
    from loans_today
    where loan_type = 'card' and is_open
    union all
    select
        'loans' as table_name,
        'loans in another currency' as item,
        count(*) as value,
        'classified in their own currency; converted in features, scores and portfolio' as note
    from loans_today
    where currency != '{{ var("book_currency") }}' and is_open
    union all
    select
        'loans' as table_name,
        'loans whose currency has no exchange rate' as item,
        count(*) as value,
        'left out of every amount in the book currency: add the rate to the seed fx_rates' as note
    from loans_today
    left join {{ ref('int_exchange_rate') }} as rates
        on
            loans_today.currency = rates.currency
            and rates.rate is not null
            and {{ in_force_on('rates', 'loans_today.as_of_date') }}
    where loans_today.is_open and rates.currency is null
    union all
    select
        'loans' as table_name,
        'open loans without an outstanding' as item,
        count(*) as value,
        'the lender reports no outstanding and there is no ledger: no provision can be computed' as note
    from {{ ref('int_npa_status') }}
    where as_of_date = {{ run_as_of_date() }} and principal_outstanding is null and not is_closed
)

select
    table_name,
    item,
    value,
    null as limit_value,
    case when value > 0 then 'warn' else 'ok' end as status,
    case when value > 0 then note end as note
from flags
