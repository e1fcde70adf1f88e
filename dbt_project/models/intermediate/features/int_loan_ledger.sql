-- What the ledger of an opened loan says on the date of its schedule and its balance.
select
    pairs.loan_id,
    pairs.as_of_date,
    schedules.first_due_date,
    schedules.last_due_date,
    dues.due_count,
    dpd.principal_outstanding
from {{ ref('int_repayment_pair') }} as pairs
left join {{ ref('int_repayment_schedule') }} as schedules
    on pairs.loan_id = schedules.loan_id and pairs.ledger_version = schedules.ledger_version
left join {{ ref('int_repayment_dues') }} as dues
    on pairs.loan_id = dues.loan_id and pairs.as_of_date = dues.as_of_date
left join {{ ref('int_repayment_dpd') }} as dpd
    on pairs.loan_id = dpd.loan_id and pairs.as_of_date = dpd.as_of_date
