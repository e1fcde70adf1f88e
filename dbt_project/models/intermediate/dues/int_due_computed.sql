-- Dues of those loans with the parts that follow from the contract's balance. Where the dues came in order one
-- computation holds for all times; where they did not, there is one for each time at which they changed.
with completed_dues as (
    select
        dues.loan_id,
        untold.is_in_order,
        dues.instalment_number,
        dues.due_date,
        coalesce(dues.amount_due, dues.principal_due + dues.interest_due, contracts.signed_emi_amount) as amount_due,
        dues.principal_due,
        dues.interest_due,
        dues.is_met_in_time,
        dues.known_from,
        dues.known_to
    from {{ ref('stg_dues') }} as dues
    inner join {{ ref('int_due_untold') }} as untold on dues.loan_id = untold.loan_id
    left join {{ ref('int_loan_contract') }} as contracts on dues.loan_id = contracts.loan_id
),

change_times as (
    select distinct
        loan_id,
        known_from as changed_at
    from completed_dues
    where not is_in_order
),

states as (
    select
        loan_id,
        changed_at,
        lead(changed_at) over (partition by loan_id order by changed_at) as next_changed_at
    from change_times
),

schedules as (
    select
        loan_id,
        timestamp '1900-01-01 00:00:00' as changed_at,
        known_from,
        known_to,
        instalment_number,
        due_date,
        amount_due,
        principal_due,
        interest_due,
        is_met_in_time
    from completed_dues
    where is_in_order
    union all
    select
        dues.loan_id,
        states.changed_at,
        states.changed_at as known_from,
        states.next_changed_at as known_to,
        dues.instalment_number,
        dues.due_date,
        dues.amount_due,
        dues.principal_due,
        dues.interest_due,
        dues.is_met_in_time
    from states
    inner join completed_dues as dues
        on states.loan_id = dues.loan_id and {{ version_holds('dues', 'states.changed_at') }}
    where not dues.is_in_order
),

completed_schedules as (
    select
        * replace (
            coalesce(principal_due, amount_due - interest_due) as principal_due,
            coalesce(interest_due, amount_due - principal_due) as interest_due
        )
    from schedules
),

incomplete_schedules as (
    select
        completed_schedules.loan_id,
        completed_schedules.changed_at,
        any_value(contracts.signed_loan_amount) as signed_loan_amount,
        any_value(contracts.signed_interest_rate_pct) as signed_interest_rate_pct,
        list(
            cast(completed_schedules.amount_due * 100 as hugeint)
            order by completed_schedules.due_date, completed_schedules.instalment_number
        ) as amounts_paise,
        list(
            completed_schedules.instalment_number
            order by completed_schedules.due_date, completed_schedules.instalment_number
        ) as instalment_numbers
    from completed_schedules
    inner join {{ ref('int_loan_contract') }} as contracts on completed_schedules.loan_id = contracts.loan_id
    where contracts.signed_loan_amount is not null
    group by completed_schedules.loan_id, completed_schedules.changed_at
    having
        count(*) filter (where completed_schedules.principal_due is null) > 0
        and count(*) filter (where completed_schedules.amount_due is null) = 0
),

computed_parts as (
    select
        loan_id,
        changed_at,
        unnest(instalment_numbers) as instalment_number,
        unnest(
            {{ amortise(
                'amounts_paise',
                'signed_loan_amount * 100',
                'cast(coalesce(signed_interest_rate_pct, 0) * 1000000 as hugeint)'
            ) }}
        ) as principal_paise
    from incomplete_schedules
)

-- where nothing tells the parts all is principal
select
    dues.loan_id,
    dues.instalment_number,
    dues.due_date,
    cast(dues.amount_due as decimal(18, 2)) as amount_due,
    cast(coalesce(dues.principal_due, parts.principal_paise * 0.01, dues.amount_due) as decimal(18, 2))
        as principal_due,
    cast(coalesce(dues.interest_due, dues.amount_due - parts.principal_paise * 0.01, 0) as decimal(18, 2))
        as interest_due,
    dues.principal_due is not null as is_part_told,
    dues.is_met_in_time,
    dues.known_from,
    dues.known_to
from completed_schedules as dues
left join computed_parts as parts
    on
        dues.loan_id = parts.loan_id
        and dues.changed_at = parts.changed_at
        and dues.instalment_number = parts.instalment_number
        and dues.principal_due is null
where dues.amount_due is not null
