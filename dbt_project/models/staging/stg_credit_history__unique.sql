{{ unique_rows(
    ref('stg_credit_history__checked'), contract_column_names('credit_history'), ['customer_id', 'pull_date', 'recorded_at']
) }}
