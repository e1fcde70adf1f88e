{{ conform_to_contract('outcomes') }}
