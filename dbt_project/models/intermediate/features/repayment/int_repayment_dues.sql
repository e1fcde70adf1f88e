-- Late instalments of the followed ledgers; of the others none was late.
{%- set tolerance = "cast('" ~ var('overdue_tolerance') ~ "' as decimal(18, 2))" %}
select
    pairs.loan_id,
    pairs.as_of_date,
    count(*) as late_count_12m,
    sum(case when dues.covered_on_due_date > 0 then 1 else 0 end) as partial_count_12m
from {{ ref('int_repayment_pair') }} as pairs
inner join {{ ref('int_ledger_due') }} as dues
    on
        pairs.loan_id = dues.loan_id
        and pairs.ledger_version = dues.ledger_version
        and pairs.as_of_date >= dues.due_date
        and pairs.day_before_12m < dues.due_date
where
    pairs.population = 'behaviour'
    and dues.amount_due - dues.covered_on_due_date > {{ tolerance }}
group by pairs.loan_id, pairs.as_of_date
