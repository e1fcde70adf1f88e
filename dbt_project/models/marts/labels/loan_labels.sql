{{ config(pre_hook="{{ replace_labels() }}") }}

select
    loan_id,
    customer_id,
    as_of_date,
    population,
    is_bad_12m,
    label_source,
    matured_on,
    exclusion_reason,
    is_indeterminate,
    ledger_is_bad,
    told_is_bad,
    exposure,
    {{ run_as_of_date() }} as labelled_on
from {{ ref('int_loan_label') }}
