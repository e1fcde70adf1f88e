{{ config(materialized='view') }}
-- what money, first in first out, had reached each followed instalment when its due date ended
select
    loan_id,
    ledger_version,
    instalment_number,
    event_day as due_date,
    amount_due,
    principal_due,
    interest_due,
    due_to_date as cumulative_due,
    principal_due_to_date as cumulative_principal,
    least(greatest(paid_to_date - (due_to_date - amount_due), cast(0 as decimal(18, 2))), amount_due)
        as covered_on_due_date
from {{ ref('int_ledger_event') }}
where instalment_number is not null
