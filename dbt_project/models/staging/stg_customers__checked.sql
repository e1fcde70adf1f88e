{{ check_contract('customers', [
    ['age_outside_contract', "age_years > 150"],
    ['born_after_recorded', "date_of_birth > cast(recorded_at as date)"],
]) }}
