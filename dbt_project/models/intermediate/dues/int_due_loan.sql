-- what a loan's dues say of it as a whole, whatever version they stand in
select
    loan_id,
    min(known_from) as first_known_from,
    max(known_from) as last_known_from,
    max(
        case
            when principal_due is null and (amount_due is null or interest_due is null) then 1
            when amount_due is null and interest_due is null then 1
            else 0
        end
    ) = 1 as has_untold_part,
    min(case when not is_met_in_time and due_date <= {{ run_as_of_date() }} then due_date end) as first_short_due_date
from {{ ref('stg_dues') }}
group by loan_id
