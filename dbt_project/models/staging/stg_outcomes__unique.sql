{{ unique_rows(
    ref('stg_outcomes__checked'), contract_column_names('outcomes'), ['loan_id', 'as_of_date', 'recorded_at']
) }}
