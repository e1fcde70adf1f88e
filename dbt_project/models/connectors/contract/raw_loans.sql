{{ conform_to_contract('loans') }}
