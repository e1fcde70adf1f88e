{{ unique_rows(ref('stg_customers__checked'), contract_column_names('customers'), ['customer_id', 'recorded_at']) }}
