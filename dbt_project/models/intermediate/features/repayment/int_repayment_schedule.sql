select
    loan_id,
    ledger_version,
    min(due_date) as first_due_date,
    max(due_date) as last_due_date
from {{ ref('int_ledger_due') }}
group by loan_id, ledger_version
