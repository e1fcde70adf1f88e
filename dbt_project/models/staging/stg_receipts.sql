with receipts_told_once as (
    select * replace (coalesce(payment_status, 'paid') as payment_status)
    from {{ ref('stg_repayments__checked') }} as checked_rows
    where
        broken_rule is null
        and payment_date is not null
        and receipt_id is not null
        and not {{ is_repeated('checked_rows', ref('stg_receipts__repeated'), ['loan_id', 'receipt_id']) }}
),

other_receipts as (
    select *
    from {{ ref('stg_receipts__unique') }}
    where not is_conflicting
)

{%- for receipts in ['receipts_told_once', 'other_receipts'] %}

select
    loan_id,
    receipt_id,
    payment_date,
    amount_paid,
    reverses_receipt_id,
    payment_method,
    payment_status,
    coalesce(recorded_at, cast(payment_date as timestamp)) as known_from
from {{ receipts }}
{{ 'union all' if not loop.last }}
{%- endfor %}
