{{ unique_rows(
    ref('stg_repayments__checked'),
    ['loan_id', 'instalment_number', 'due_date', 'amount_due', 'principal_due', 'interest_due', 'due_recorded_at'],
    ['loan_id', 'instalment_number', 'due_recorded_at'],
    is_repeated('checked_rows', ref('stg_dues__repeated'), ['loan_id', 'instalment_number'])
) }}
