-- First in, first out: all money to a day fills the dues in order of their dates, interest before principal inside
-- an instalment. The oldest unpaid due is the first whose running sum the money does not reach.
{%- set tolerance = "cast('" ~ var('overdue_tolerance') ~ "' as decimal(18, 2))" %}
with arrears as (
    select
        *,
        -- reversals beyond what came leave nothing to appropriate; they are no dues themselves
        due_to_date - greatest(paid_to_date, cast(0 as decimal(18, 2))) as arrear,
        greatest(paid_to_date, cast(0 as decimal(18, 2))) as appropriated
    from {{ ref('int_ledger_day') }}
    where due_to_date > greatest(paid_to_date, cast(0 as decimal(18, 2)))
),

-- the instalment at which the money runs out
reached_dues as (
    select
        arrears.loan_id,
        arrears.ledger_version,
        arrears.valid_from,
        dues.due_date as reached_due_date,
        dues.cumulative_principal
        - dues.principal_due
        + greatest(
            arrears.appropriated - (dues.cumulative_due - dues.amount_due) - dues.interest_due,
            cast(0 as decimal(18, 2))
        ) as principal_covered
    from arrears
    inner join {{ ref('int_ledger_due_cumulative') }} as dues
        on
            arrears.loan_id = dues.loan_id
            and arrears.ledger_version = dues.ledger_version
            and arrears.appropriated < dues.cumulative_due
            and arrears.appropriated >= dues.cumulative_due - dues.amount_due
),

{% if var('overdue_tolerance') | float == 0 -%}
oldest_unpaid_dues as (
    select
        loan_id,
        ledger_version,
        valid_from,
        reached_due_date as oldest_unpaid_due_date
    from reached_dues
)
{%- else -%}
-- an arrear at or below the tolerance is no arrear: the first due that is short by more
oldest_unpaid_dues as (
    select
        arrears.loan_id,
        arrears.ledger_version,
        arrears.valid_from,
        min(dues.due_date) as oldest_unpaid_due_date
    from arrears
    inner join {{ ref('int_ledger_due_cumulative') }} as dues
        on
            arrears.loan_id = dues.loan_id
            and arrears.ledger_version = dues.ledger_version
            and arrears.appropriated + {{ tolerance }} < dues.cumulative_due
            and arrears.valid_from >= dues.due_date
    where arrears.arrear > {{ tolerance }}
    group by arrears.loan_id, arrears.ledger_version, arrears.valid_from
)
{%- endif %}

select
    reached_dues.loan_id,
    reached_dues.ledger_version,
    reached_dues.valid_from,
    oldest_unpaid_dues.oldest_unpaid_due_date,
    reached_dues.principal_covered,
    case
        when oldest_unpaid_dues.oldest_unpaid_due_date is not null then arrears.arrear
        else cast(0 as decimal(18, 2))
    end as overdue_amount
from reached_dues
inner join arrears
    on
        reached_dues.loan_id = arrears.loan_id
        and reached_dues.ledger_version = arrears.ledger_version
        and reached_dues.valid_from = arrears.valid_from
left join oldest_unpaid_dues
    on
        reached_dues.loan_id = oldest_unpaid_dues.loan_id
        and reached_dues.ledger_version = oldest_unpaid_dues.ledger_version
        and reached_dues.valid_from = oldest_unpaid_dues.valid_from
