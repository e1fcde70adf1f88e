-- what could be used only in part, counted; nothing is dropped silently
{%- set flags = [
    ['loans', 'no_customer', 'loans without a customer row', 'kept, with empty customer features'],
    ['loans', 'assumed_first_day', 'loans whose first day is assumed',
        'no disbursal day: taken from the first due date or the application'],
    ['loans', 'no_dpd', 'open loans without days past due',
        'no dues or statuses to count from, or the last status is older than 62 days'],
    ['loans', 'revolving', 'revolving loans judged as term loans',
        'the out-of-order rule of cash credit, overdraft and cards is not covered'],
    ['loans', 'other_currency', 'loans in another currency',
        'classified in their own currency; converted in features, scores and portfolio'],
    ['loans', 'no_rate', 'loans whose currency has no exchange rate',
        'left out of every amount in the book currency: add the rate to the seed fx_rates'],
    ['loans', 'no_outstanding', 'open loans without an outstanding',
        'the lender reports no outstanding and there is no ledger: no provision can be computed'],
    ['repayments', 'no_receipt_id', 'receipts without a receipt_id',
        'all kept: two equal payments on one day are two'],
] %}
with known_customers as (
    select distinct customer_id
    from {{ ref('stg_customers') }}
),

loans as (
    select
        loans.as_of_date,
        count(case when known_customers.customer_id is null then 1 end) as no_customer,
        count(case when loans.is_opened_on_assumed and loans.opened_on is not null then 1 end) as assumed_first_day,
        count(case when loans.is_open and loans.loan_type = 'card' then 1 end) as revolving,
        count(case when loans.is_open and loans.currency != '{{ var("book_currency") }}' then 1 end) as other_currency,
        count(case when loans.is_open and rates.currency is null then 1 end) as no_rate
    from {{ ref('int_loan_as_of') }} as loans
    left join {{ ref('int_exchange_rate') }} as rates
        on
            loans.currency = rates.currency
            and rates.rate is not null
            and {{ in_force_on('rates', 'loans.as_of_date') }}
    left join known_customers on loans.customer_id = known_customers.customer_id
    where loans.is_run_date
    group by loans.as_of_date
),

statuses as (
    select
        as_of_date,
        count(case when dpd is null and not is_closed and not is_written_off then 1 end) as no_dpd,
        count(case when principal_outstanding is null and not is_closed then 1 end) as no_outstanding
    from {{ ref('int_npa_status') }}
    where as_of_date in ({{ run_dates() }})
    group by as_of_date
),

receipts as (
    select count(case when not is_identified then 1 end) as no_receipt_id
    from {{ ref('stg_receipts__unique') }}
),

counted as (
    select
        dates.as_of_date,
        loans.no_customer,
        loans.assumed_first_day,
        loans.revolving,
        loans.other_currency,
        loans.no_rate,
        statuses.no_dpd,
        statuses.no_outstanding,
        receipts.no_receipt_id
    from {{ ref('int_as_of_dates') }} as dates
    cross join receipts
    left join loans on dates.as_of_date = loans.as_of_date
    left join statuses on dates.as_of_date = statuses.as_of_date
    where dates.is_run_date
)

{%- for table, name, item, note in flags %}

select
    as_of_date,
    {{ quality_figure(
        'flag', "'" ~ item ~ "'", 'coalesce(' ~ name ~ ', 0)', "'" ~ table ~ "'",
        status="case when " ~ name ~ " > 0 then 'warn' else 'ok' end",
        note="case when " ~ name ~ " > 0 then '" ~ note ~ "' end"
    ) }}
from counted
{{ 'union all' if not loop.last }}
{%- endfor %}
