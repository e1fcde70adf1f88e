{{ repeated_keys(ref('stg_repayments__checked'), ['loan_id', 'instalment_number'], 'instalment_number is not null') }}
