select
    *,
    cast(
        sum(amount_due) over by_due_date as decimal(18, 2)
    ) as cumulative_due,
    cast(
        sum(principal_due) over by_due_date as decimal(18, 2)
    ) as cumulative_principal
from {{ ref('int_ledger_due_parts') }}
window by_due_date as (
    partition by loan_id, ledger_version
    order by due_date, instalment_number
    rows between unbounded preceding and current row
)
