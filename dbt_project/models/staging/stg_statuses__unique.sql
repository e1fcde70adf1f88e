{{ unique_rows(
    ref('stg_repayments__checked'),
    ['loan_id', 'status_date', 'reported_dpd', 'reported_outstanding', 'recorded_at'],
    ['loan_id', 'status_date', 'recorded_at'],
    is_repeated('checked_rows', ref('stg_statuses__repeated'), ['loan_id', 'status_date'])
) }}
