-- What the lender's own system says of a loan: days past due and outstanding are carried forward each on its own;
-- days past due older than 62 days say nothing any more.
with status_days as (
    select
        loan_id,
        ledger_version,
        status_date as event_day,
        reported_dpd,
        case when reported_dpd is not null then status_date end as dpd_reported_on,
        reported_outstanding
    from {{ ref('int_ledger_status') }}
),

expiry_days as (
    select
        loan_id,
        ledger_version,
        dpd_reported_on + 63 as event_day,
        cast(null as integer) as reported_dpd,
        cast(null as date) as dpd_reported_on,
        cast(null as decimal(18, 2)) as reported_outstanding
    from status_days
    where dpd_reported_on is not null
),

events as (
    select
        loan_id,
        ledger_version,
        event_day,
        max(reported_dpd) as reported_dpd,
        max(dpd_reported_on) as dpd_reported_on,
        max(reported_outstanding) as reported_outstanding
    from (
        select * from status_days
        union all
        select * from expiry_days
    ) as status_and_expiry_days
    group by loan_id, ledger_version, event_day
),

carried as (
    select
        loan_id,
        ledger_version,
        event_day as valid_from,
        lead(event_day, 1, date '9999-12-31') over ledger_days - 1 as valid_to,
        last_value(reported_dpd ignore nulls) over ledger_days as carried_dpd,
        last_value(dpd_reported_on ignore nulls) over ledger_days as dpd_reported_on,
        last_value(reported_outstanding ignore nulls) over ledger_days as reported_outstanding
    from events
    window ledger_days as (
        partition by loan_id, ledger_version
        order by event_day
        rows between unbounded preceding and current row
    )
),

living as (
    select carried.* replace (least(carried.valid_to, coalesce(ledgers.closed_on - 1, carried.valid_to)) as valid_to)
    from carried
    inner join {{ ref('int_ledger') }} as ledgers
        on carried.loan_id = ledgers.loan_id and carried.ledger_version = ledgers.ledger_version
    where carried.valid_from < coalesce(ledgers.closed_on, date '9999-12-31')
),

reported_ledgers as (
    select distinct
        loan_id,
        ledger_version
    from status_days
),

closed as (
    select
        ledgers.loan_id,
        ledgers.ledger_version,
        ledgers.closed_on
    from {{ ref('int_ledger') }} as ledgers
    inner join reported_ledgers as reported
        on ledgers.loan_id = reported.loan_id and ledgers.ledger_version = reported.ledger_version
    where ledgers.closed_on is not null
)

select
    loan_id,
    ledger_version,
    valid_from,
    valid_to,
    dpd_reported_on as status_date,
    case when valid_from - dpd_reported_on <= 62 then carried_dpd end as reported_dpd,
    case
        when valid_from - dpd_reported_on <= 62 and carried_dpd > 0 then dpd_reported_on - carried_dpd
    end as oldest_unpaid_due_date,
    reported_outstanding
from living
union all
select
    loan_id,
    ledger_version,
    closed_on as valid_from,
    date '9999-12-30' as valid_to,
    closed_on as status_date,
    0 as reported_dpd,
    cast(null as date) as oldest_unpaid_due_date,
    cast(0 as decimal(18, 2)) as reported_outstanding
from closed
