select * from {{ source('postgres', 'ledger_totals') }}
