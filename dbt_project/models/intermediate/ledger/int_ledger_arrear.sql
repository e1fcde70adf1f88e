-- First in, first out: all money to a day fills the dues in order of their dates, interest before principal inside
-- an instalment. The oldest unpaid due is the first whose running sum the money does not reach.
{%- set tolerance = "cast('" ~ var('overdue_tolerance') ~ "' as decimal(18, 2))" %}
-- reversals beyond what came leave nothing to appropriate; they are no dues themselves
with arrears as (
    select
        loan_id,
        ledger_version,
        event_day as valid_from,
        next_event_day - 1 as valid_to,
        due_to_date,
        principal_due_to_date,
        greatest(paid_to_date, cast(0 as decimal(18, 2))) as appropriated
    from {{ ref('int_ledger_event') }}
    where event_day < next_event_day and due_to_date > greatest(paid_to_date, cast(0 as decimal(18, 2)))
),

-- the instalment at which the money runs out
reached_dues as (
    select
        arrears.loan_id,
        arrears.ledger_version,
        arrears.valid_from,
        arrears.valid_to,
        arrears.due_to_date,
        arrears.appropriated,
        dues.due_date,
        arrears.principal_due_to_date - dues.cumulative_principal + dues.principal_due - greatest(
            arrears.appropriated - (dues.cumulative_due - dues.amount_due) - dues.interest_due,
            cast(0 as decimal(18, 2))
        ) as principal_unpaid
    from arrears
    inner join {{ ref('int_ledger_due') }} as dues
        on
            arrears.loan_id = dues.loan_id
            and arrears.ledger_version = dues.ledger_version
            and arrears.appropriated < dues.cumulative_due
            and arrears.appropriated >= dues.cumulative_due - dues.amount_due
){% if var('overdue_tolerance') | float > 0 %},

-- an arrear at or below the tolerance is no arrear: the first due that is short by more
tolerated_dues as (
    select
        arrears.loan_id,
        arrears.ledger_version,
        arrears.valid_from,
        min(dues.due_date) as due_date
    from arrears
    inner join {{ ref('int_ledger_due') }} as dues
        on
            arrears.loan_id = dues.loan_id
            and arrears.ledger_version = dues.ledger_version
            and arrears.appropriated + {{ tolerance }} < dues.cumulative_due
            and arrears.valid_from >= dues.due_date
    group by arrears.loan_id, arrears.ledger_version, arrears.valid_from
)
{%- endif %}

select
    reached_dues.loan_id,
    reached_dues.ledger_version,
    reached_dues.valid_from,
    reached_dues.valid_to,
    {% if var('overdue_tolerance') | float > 0 -%}
    tolerated_dues.due_date as oldest_unpaid_due_date,
    {% else -%}
    reached_dues.due_date as oldest_unpaid_due_date,
    {% endif -%}
    cast(reached_dues.principal_unpaid as decimal(18, 2)) as principal_unpaid
from reached_dues
{%- if var('overdue_tolerance') | float > 0 %}
left join tolerated_dues
    on
        reached_dues.loan_id = tolerated_dues.loan_id
        and reached_dues.ledger_version = tolerated_dues.ledger_version
        and reached_dues.valid_from = tolerated_dues.valid_from
{%- endif %}
