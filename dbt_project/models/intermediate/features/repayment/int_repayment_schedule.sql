-- What the contract says of a loan's dues on the date, as known then: the first and the last, how many have fallen due,
-- and how much of it lately.
{%- set in_6m = 'dues.due_date > pairs.day_before_6m' %}
{%- set in_12m = 'dues.due_date > pairs.day_before_12m' %}
{%- set is_fallen = 'dues.due_date <= pairs.as_of_date' %}
select
    pairs.loan_id,
    pairs.as_of_date,
    min(dues.due_date) as first_due_date,
    max(dues.due_date) as last_due_date,
    sum(case when {{ is_fallen }} then 1 else 0 end) as due_count,
    sum(case when {{ is_fallen }} and {{ in_12m }} then 1 else 0 end) as due_count_12m,
    sum(case when {{ is_fallen }} and {{ in_6m }} then dues.amount_due else 0 end) as amount_due_6m,
    sum(dues.principal_due) as principal_due,
    sum(
        case
            when {{ is_fallen }} and coalesce(dues.due_date < pairs.dues_end_on, true) then dues.principal_due
            else 0
        end
    ) as principal_due_to_date,
    max(case when dues.is_part_told then 1 else 0 end) = 1 as has_told_part
from {{ ref('int_repayment_pair') }} as pairs
inner join {{ ref('int_due') }} as dues
    on pairs.loan_id = dues.loan_id and {{ version_holds('dues', 'pairs.known_until') }}
group by pairs.loan_id, pairs.as_of_date
