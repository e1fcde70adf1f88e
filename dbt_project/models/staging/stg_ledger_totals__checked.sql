{{ check_contract('ledger_totals') }}
