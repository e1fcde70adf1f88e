{{ check_contract('outcomes') }}
