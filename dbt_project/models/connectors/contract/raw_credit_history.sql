{{ conform_to_contract('credit_history') }}
