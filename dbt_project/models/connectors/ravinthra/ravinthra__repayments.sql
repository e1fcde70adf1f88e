select
    loan_id,
    installment_number as instalment_number,
    due_date,
    amount_due,
    repayment_id as receipt_id,
    payment_date,
    amount_paid,
    replace(lower(payment_method), '-', '_') as payment_method,
    source_file,
    source_row
from {{ source('ravinthra', 'repayment_history') }}
