{{ conform_to_contract('customers') }}
