{%- set tolerance = "cast('" ~ var('overdue_tolerance') ~ "' as decimal(18, 2))" %}
{%- set in_12m = 'dues.due_date > pairs.day_before_12m' %}
{%- set is_late = 'dues.amount_due - dues.covered_on_due_date > ' ~ tolerance %}
select
    pairs.loan_id,
    pairs.as_of_date,
    count(*) as due_count,
    sum(case when {{ in_12m }} then 1 else 0 end) as due_count_12m,
    sum(case when {{ in_12m }} and {{ is_late }} then 1 else 0 end) as late_count_12m,
    sum(
        case when {{ in_12m }} and {{ is_late }} and dues.covered_on_due_date > 0 then 1 else 0 end
    ) as partial_count_12m,
    sum(case when dues.due_date > pairs.day_before_6m then dues.amount_due else 0 end) as amount_due_6m
from {{ ref('int_repayment_pair') }} as pairs
inner join {{ ref('int_ledger_due') }} as dues
    on
        pairs.loan_id = dues.loan_id
        and pairs.ledger_version = dues.ledger_version
        and pairs.as_of_date >= dues.due_date
where pairs.population = 'behaviour'
group by pairs.loan_id, pairs.as_of_date
