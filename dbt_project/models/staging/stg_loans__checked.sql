{{ check_contract('loans', [
    ['loan_amount_not_positive', "loan_amount = 0"],
    [
        'required:loan_amount',
        "loan_amount is null and lower(coalesce(status, 'disbursed')) not in ('applied', 'rejected', 'withdrawn')"
        " and lower(loan_type) != 'card'"
        " and loan_id not in ("
        "select statuses.loan_id from " ~ ref('raw_repayments') ~ " as statuses"
        " where statuses.loan_id is not null and statuses.status_date is not null)"
    ],
]) }}
