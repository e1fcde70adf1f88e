-- what money, first in first out, had reached each instalment when its due date ended
select
    dues.loan_id,
    dues.ledger_version,
    dues.instalment_number,
    dues.due_date,
    dues.amount_due,
    dues.principal_due,
    dues.interest_due,
    dues.cumulative_due,
    dues.cumulative_principal,
    dues.is_generated,
    coalesce(
        least(
            greatest(days.paid_to_date - (dues.cumulative_due - dues.amount_due), cast(0 as decimal(18, 2))),
            dues.amount_due
        ),
        cast(0 as decimal(18, 2))
    ) as covered_on_due_date
from {{ ref('int_ledger_due_cumulative') }} as dues
left join {{ ref('int_ledger_day') }} as days
    on
        dues.loan_id = days.loan_id
        and dues.ledger_version = days.ledger_version
        and dues.due_date = days.valid_from
