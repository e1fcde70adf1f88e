{{ repeated_keys(ref('stg_repayments__checked'), ['loan_id', 'status_date'], 'status_date is not null') }}
