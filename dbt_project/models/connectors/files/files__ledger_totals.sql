select * from {{ source('files', 'ledger_totals') }}
