{{ config(materialized='view') }}
-- every due with its parts, and the time for which each version holds
select
    loan_id,
    instalment_number,
    due_date,
    coalesce(amount_due, cast(principal_due + interest_due as decimal(18, 2))) as amount_due,
    coalesce(principal_due, cast(amount_due - interest_due as decimal(18, 2))) as principal_due,
    coalesce(interest_due, cast(amount_due - principal_due as decimal(18, 2))) as interest_due,
    true as is_part_told,
    false as is_generated,
    is_met_in_time,
    known_from,
    known_to
from {{ ref('stg_dues') }} as dues
where
    not exists (
        select 1
        from {{ ref('int_due_untold') }} as untold
        where untold.loan_id = dues.loan_id
    )
union all
select
    loan_id,
    instalment_number,
    due_date,
    amount_due,
    principal_due,
    interest_due,
    is_part_told,
    false as is_generated,
    is_met_in_time,
    known_from,
    known_to
from {{ ref('int_due_computed') }}
union all
select
    loan_id,
    instalment_number,
    due_date,
    amount_due,
    principal_due,
    interest_due,
    false as is_part_told,
    true as is_generated,
    false as is_met_in_time,
    known_from,
    known_to
from {{ ref('int_due_scheduled') }}
