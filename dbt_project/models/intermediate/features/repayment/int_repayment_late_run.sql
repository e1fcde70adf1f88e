-- Late instalments numbered by the unbroken run that they stand in; only ledgers with two of them can have one.
{%- set tolerance = "cast('" ~ var('overdue_tolerance') ~ "' as decimal(18, 2))" %}
with windows as (
    select min(day_before_12m) as earliest_day
    from {{ ref('int_spine_date') }}
),

dues as (
    select
        dues.loan_id,
        dues.ledger_version,
        dues.instalment_number,
        dues.due_date,
        dues.amount_due - dues.covered_on_due_date > {{ tolerance }} as is_late
    from {{ ref('int_ledger_due') }} as dues
    inner join windows on dues.due_date > windows.earliest_day
    where dues.due_date <= {{ run_as_of_date() }}
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
        ) as punctual_before
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
    due_date,
    punctual_before as run_no
from numbered_dues
where is_late
