{{ unique_rows(ref('stg_ledger_totals__checked'), contract_column_names('ledger_totals'), ['as_of_date', 'item']) }}
