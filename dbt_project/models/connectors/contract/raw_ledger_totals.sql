{{ conform_to_contract('ledger_totals') }}
