with runs_in_window as (
    select
        pairs.loan_id,
        pairs.as_of_date,
        late_dues.run_no,
        count(*) as late_count
    from {{ ref('int_repayment_pair') }} as pairs
    inner join {{ ref('int_repayment_late_run') }} as late_dues
        on
            pairs.loan_id = late_dues.loan_id
            and pairs.ledger_version = late_dues.ledger_version
            and pairs.as_of_date >= late_dues.due_date
            and pairs.day_before_12m < late_dues.due_date
    where pairs.population = 'behaviour'
    group by pairs.loan_id, pairs.as_of_date, late_dues.run_no
)

select
    loan_id,
    as_of_date,
    max(late_count) as longest_late_run_12m
from runs_in_window
group by loan_id, as_of_date
