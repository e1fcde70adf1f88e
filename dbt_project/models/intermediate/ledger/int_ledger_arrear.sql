-- First in, first out: all money to a day fills the dues in order of their dates, interest before principal inside
-- an instalment. The oldest unpaid due is the first whose running sum the money does not reach; from one receipt to the
-- next it is the same, whatever else falls due.
{%- set tolerance = "cast('" ~ var('overdue_tolerance') ~ "' as decimal(18, 2))" %}
-- reversals beyond what came leave nothing to appropriate; they are no dues themselves
with short_days as (
    select
        loan_id,
        ledger_version,
        receipt_no,
        event_day,
        next_event_day,
        due_to_date,
        greatest(paid_to_date, cast(0 as decimal(18, 2))) as appropriated
    from {{ ref('int_ledger_event') }}
    where event_day < next_event_day and due_to_date > greatest(paid_to_date, cast(0 as decimal(18, 2)))
),

-- an arrear at or below the tolerance is none, but what it leaves of the principal is still owed
arrears as (
    select
        loan_id,
        ledger_version,
        receipt_no,
        due_to_date > appropriated + {{ tolerance }} as is_overdue,
        min(event_day) as valid_from,
        max(next_event_day) - 1 as valid_to,
        max(appropriated) as appropriated
    from short_days
    group by loan_id, ledger_version, receipt_no, due_to_date > appropriated + {{ tolerance }}
),

-- the instalment at which the money runs out
reached_dues as (
    select
        arrears.loan_id,
        arrears.ledger_version,
        arrears.valid_from,
        arrears.valid_to,
        arrears.appropriated,
        arrears.is_overdue,
        dues.due_date,
        dues.cumulative_principal - dues.principal_due + greatest(
            arrears.appropriated - (dues.cumulative_due - dues.amount_due) - dues.interest_due,
            cast(0 as decimal(18, 2))
        ) as principal_covered
    from arrears
    inner join {{ ref('int_ledger_due') }} as dues
        on
            arrears.loan_id = dues.loan_id
            and arrears.ledger_version = dues.ledger_version
            and arrears.appropriated < dues.cumulative_due
            and arrears.appropriated >= dues.cumulative_due - dues.amount_due
)

select
    reached_dues.loan_id,
    reached_dues.ledger_version,
    reached_dues.valid_from,
    reached_dues.valid_to,
    {% if var('overdue_tolerance') | float > 0 -%}
    dues.due_date as oldest_unpaid_due_date,
    {% else -%}
    reached_dues.due_date as oldest_unpaid_due_date,
    {% endif -%}
    cast(reached_dues.principal_covered as decimal(18, 2)) as principal_covered
from reached_dues
{%- if var('overdue_tolerance') | float > 0 %}
-- the first due that is short by more than the tolerance
left join {{ ref('int_ledger_due') }} as dues
    on
        reached_dues.is_overdue
        and reached_dues.loan_id = dues.loan_id
        and reached_dues.ledger_version = dues.ledger_version
        and reached_dues.appropriated + {{ tolerance }} < dues.cumulative_due
        and reached_dues.appropriated + {{ tolerance }} >= dues.cumulative_due - dues.amount_due
{%- endif %}
