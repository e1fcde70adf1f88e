-- A receipt counts once, whatever due stands beside it. Without a receipt_id nothing tells a repeated
-- row from a second equal payment, so every such row is kept, under a number of its own.
with receipt_rows as (
    select
        loan_id,
        receipt_id,
        payment_date,
        amount_paid,
        reverses_receipt_id,
        payment_method,
        coalesce(payment_status, 'paid') as payment_status,
        recorded_at,
        source_file,
        source_row
    from {{ ref('stg_repayments__checked') }}
    where broken_rule is null and payment_date is not null
),

identified as (
    select
        loan_id,
        receipt_id,
        payment_date,
        amount_paid,
        reverses_receipt_id,
        payment_method,
        payment_status,
        recorded_at,
        min(source_file) as source_file,
        min(source_row) as source_row,
        count(*) as raw_row_count
    from receipt_rows
    where receipt_id is not null
    group by all
),

-- the receipt as it was first known stands; what comes later under its id does not change the past
judged as (
    select
        *,
        count(*) over (partition by loan_id, receipt_id, recorded_at) > 1 as is_ambiguous,
        rank() over (partition by loan_id, receipt_id order by recorded_at nulls first) > 1 as is_contradiction
    from identified
),

unidentified as (
    select
        loan_id,
        concat_ws(
            ':',
            'row',
            payment_date,
            amount_paid,
            payment_method,
            payment_status,
            row_number() over (
                partition by loan_id, payment_date, amount_paid, payment_method, payment_status, recorded_at
                order by source_file, source_row
            ),
            recorded_at
        ) as receipt_id,
        payment_date,
        amount_paid,
        reverses_receipt_id,
        payment_method,
        payment_status,
        recorded_at,
        source_file,
        source_row
    from receipt_rows
    where receipt_id is null
)

select
    loan_id,
    receipt_id,
    payment_date,
    amount_paid,
    reverses_receipt_id,
    payment_method,
    payment_status,
    recorded_at,
    source_file,
    source_row,
    raw_row_count,
    true as is_identified,
    is_ambiguous or is_contradiction as is_conflicting
from judged
union all
select
    loan_id,
    receipt_id,
    payment_date,
    amount_paid,
    reverses_receipt_id,
    payment_method,
    payment_status,
    recorded_at,
    source_file,
    source_row,
    1 as raw_row_count,
    false as is_identified,
    false as is_conflicting
from unidentified
