{{ config(materialized='view') }}
-- one state for every day of a ledger: as the lender's system reports it, else from dues and receipts
with reported_ledgers as (
    select distinct
        loan_id,
        ledger_version
    from {{ ref('int_ledger_status') }}
)

select
    states.loan_id,
    states.ledger_version,
    states.valid_from,
    states.valid_to,
    'ledger' as dpd_source,
    states.oldest_unpaid_due_date,
    cast(null as integer) as reported_dpd,
    states.principal_covered,
    cast(null as decimal(18, 2)) as reported_outstanding
from {{ ref('int_ledger_state__dues') }} as states
left join reported_ledgers
    on states.loan_id = reported_ledgers.loan_id and states.ledger_version = reported_ledgers.ledger_version
where reported_ledgers.loan_id is null
union all
select
    loan_id,
    ledger_version,
    valid_from,
    valid_to,
    'reported' as dpd_source,
    oldest_unpaid_due_date,
    reported_dpd,
    cast(null as decimal(18, 2)) as principal_covered,
    reported_outstanding
from {{ ref('int_ledger_state__reported') }}
