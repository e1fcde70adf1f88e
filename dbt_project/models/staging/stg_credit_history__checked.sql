{{ check_contract('credit_history') }}
