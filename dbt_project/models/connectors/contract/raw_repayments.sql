{{ conform_to_contract('repayments') }}
