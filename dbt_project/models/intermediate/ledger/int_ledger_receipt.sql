with known_receipts as (
    select
        ledgers.loan_id,
        ledgers.ledger_version,
        receipts.receipt_id,
        receipts.payment_date,
        receipts.amount_paid,
        receipts.reverses_receipt_id,
        receipts.payment_method,
        receipts.payment_status = 'bounced' as is_bounced,
        receipts.payment_status != 'bounced' and receipts.amount_paid < 0 as is_reversal
    from {{ ref('int_ledger') }} as ledgers
    inner join {{ ref('stg_receipts') }} as receipts
        on
            ledgers.loan_id = receipts.loan_id
            and ledgers.known_until >= receipts.known_from
            and ledgers.ledger_version >= receipts.payment_date
),

reversed_amounts as (
    select
        loan_id,
        ledger_version,
        reverses_receipt_id as receipt_id,
        -sum(amount_paid) as reversed_amount,
        max(payment_date) as reversed_on
    from known_receipts
    where is_reversal and reverses_receipt_id is not null
    group by loan_id, ledger_version, reverses_receipt_id
)

select
    known_receipts.*,
    coalesce(reversed_amounts.reversed_amount >= known_receipts.amount_paid, false) as is_fully_reversed,
    reversed_amounts.reversed_on
from known_receipts
left join reversed_amounts
    on
        known_receipts.loan_id = reversed_amounts.loan_id
        and known_receipts.ledger_version = reversed_amounts.ledger_version
        and known_receipts.receipt_id = reversed_amounts.receipt_id
        and not known_receipts.is_reversal
