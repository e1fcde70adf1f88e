-- Arrears and the clear days before, between and after them; from the day on which a loan is closed all is clear.
{%- set last_day = "date '9999-12-30'" %}
with ledgers as (
    select *
    from {{ ref('int_ledger') }}
    where has_dues
),

arrears as (
    select
        arrears.loan_id,
        arrears.ledger_version,
        ledgers.opened_on,
        arrears.valid_from,
        least(arrears.valid_to, coalesce(ledgers.closed_on - 1, arrears.valid_to)) as valid_to,
        arrears.oldest_unpaid_due_date,
        arrears.principal_covered
    from {{ ref('int_ledger_arrear') }} as arrears
    inner join ledgers
        on arrears.loan_id = ledgers.loan_id and arrears.ledger_version = ledgers.ledger_version
    where arrears.valid_from < coalesce(ledgers.closed_on, date '9999-12-31')
),

preceded_arrears as (
    select
        *,
        coalesce(
            lag(valid_to) over (partition by loan_id, ledger_version order by valid_from) + 1, opened_on
        ) as clear_from
    from arrears
),

last_arrears as (
    select
        loan_id,
        ledger_version,
        max(valid_to) as last_overdue_on
    from arrears
    group by loan_id, ledger_version
),

clear_days as (
    select
        loan_id,
        ledger_version,
        clear_from as valid_from,
        valid_from - 1 as valid_to
    from preceded_arrears
    where clear_from < valid_from
    union all
    select
        ledgers.loan_id,
        ledgers.ledger_version,
        coalesce(last_arrears.last_overdue_on + 1, ledgers.opened_on) as valid_from,
        {{ last_day }} as valid_to
    from ledgers
    left join last_arrears
        on ledgers.loan_id = last_arrears.loan_id and ledgers.ledger_version = last_arrears.ledger_version
    where coalesce(last_arrears.last_overdue_on < {{ last_day }}, true)
)

select
    loan_id,
    ledger_version,
    valid_from,
    valid_to,
    oldest_unpaid_due_date,
    principal_covered
from arrears
union all
select
    loan_id,
    ledger_version,
    valid_from,
    valid_to,
    cast(null as date) as oldest_unpaid_due_date,
    cast(null as decimal(18, 2)) as principal_covered
from clear_days
