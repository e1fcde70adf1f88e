{{ repeated_keys(
    ref('stg_repayments__checked'), ['loan_id', 'receipt_id'], 'payment_date is not null and receipt_id is not null'
) }}
