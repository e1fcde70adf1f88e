{{ check_contract('customers', [
    ['age_outside_contract', "age_years > 150"],
]) }}
