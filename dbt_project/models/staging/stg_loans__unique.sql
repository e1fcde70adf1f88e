{{ unique_rows(ref('stg_loans__checked'), contract_column_names('loans'), ['loan_id', 'recorded_at']) }}
