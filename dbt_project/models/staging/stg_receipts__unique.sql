-- Receipts that need a second look. One told by several rows counts once, whatever due stands beside it. Without a
-- receipt_id nothing tells a repeated row from a second equal payment, so every such row is kept, under a number of
-- its own.
{%- set what_came = 'payment_date, amount_paid, reverses_receipt_id, payment_method, payment_status, recorded_at' %}
with repeated_rows as (
    select * replace (coalesce(payment_status, 'paid') as payment_status)
    from {{ ref('stg_repayments__checked') }} as checked_rows
    where
        broken_rule is null
        and payment_date is not null
        and {{ is_repeated('checked_rows', ref('stg_receipts__repeated'), ['loan_id', 'receipt_id']) }}
),

identified as (
    select
        loan_id,
        receipt_id,
        {{ what_came }},
        min(source_file) as source_file,
        min(source_row) as source_row,
        count(*) as raw_row_count
    from repeated_rows
    group by loan_id, receipt_id, {{ what_came }}
),

-- the receipt as it was first known stands; what comes later under its id does not change the past
judged as (
    select
        *,
        true as is_identified,
        count(*) over (partition by loan_id, receipt_id, recorded_at) > 1
        or rank() over (partition by loan_id, receipt_id order by recorded_at nulls first) > 1 as is_conflicting
    from identified
),

unidentified_rows as (
    select * replace (coalesce(payment_status, 'paid') as payment_status)
    from {{ ref('stg_repayments__checked') }}
    where broken_rule is null and payment_date is not null and receipt_id is null
),

unidentified as (
    select
        loan_id,
        concat_ws(
            ':',
            'row',
            {{ what_came }},
            row_number() over (partition by loan_id, {{ what_came }} order by source_file, source_row)
        ) as receipt_id,
        {{ what_came }},
        source_file,
        source_row,
        1 as raw_row_count,
        false as is_identified,
        false as is_conflicting
    from unidentified_rows
)

select * from judged
union all
select * from unidentified
