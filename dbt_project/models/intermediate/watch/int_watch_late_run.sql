-- How many late instalments in a row a ledger's newest due ends, from its due date until the next one falls due.
-- Only ledgers with two late instalments can have a run.
{%- set tolerance = "cast('" ~ var('overdue_tolerance') ~ "' as decimal(18, 2))" %}
with dues as (
    select
        loan_id,
        ledger_version,
        instalment_number,
        due_date,
        amount_due - covered_on_due_date > {{ tolerance }} as is_late
    from {{ ref('int_ledger_due') }}
    where due_date <= {{ run_as_of_date() }}
),

unpunctual_ledgers as (
    select
        loan_id,
        ledger_version
    from dues
    where is_late
    group by loan_id, ledger_version
    having count(*) > 1
),

numbered_dues as (
    select
        dues.*,
        sum(case when dues.is_late then 0 else 1 end) over (
            partition by dues.loan_id, dues.ledger_version
            order by dues.due_date, dues.instalment_number
            rows between unbounded preceding and current row
        ) as punctual_before,
        lead(dues.due_date) over (
            partition by dues.loan_id, dues.ledger_version
            order by dues.due_date, dues.instalment_number
        ) as next_due_date
    from dues
    inner join unpunctual_ledgers
        on
            dues.loan_id = unpunctual_ledgers.loan_id
            and dues.ledger_version = unpunctual_ledgers.ledger_version
)

select
    loan_id,
    ledger_version,
    instalment_number,
    due_date as valid_from,
    next_due_date as valid_to,
    row_number() over (
        partition by loan_id, ledger_version, punctual_before
        order by due_date, instalment_number
    ) as late_run
from numbered_dues
where is_late
