{{ check_contract('repayments', [
    ['receipt_amount', "payment_date is not null and amount_paid is null"],
    ['receipt_date', "amount_paid is not null and payment_date is null"],
    ['due_number', "due_date is not null and instalment_number is null"],
    ['due_date', "instalment_number is not null and due_date is null"],
    ['status_date', "coalesce(reported_dpd, reported_outstanding) is not null and status_date is null"],
    ['no_part', "instalment_number is null and payment_date is null and status_date is null"],
]) }}
