select
    loan_id,
    receipt_id,
    payment_date,
    amount_paid,
    reverses_receipt_id,
    payment_method,
    payment_status,
    coalesce(recorded_at, cast(payment_date as timestamp)) as known_from
from {{ ref('stg_receipts__unique') }}
where not is_conflicting
