select
    ledgers.loan_id,
    ledgers.ledger_version,
    statuses.status_date,
    statuses.reported_dpd,
    statuses.reported_outstanding
from {{ ref('int_ledger') }} as ledgers
inner join {{ ref('stg_statuses') }} as statuses
    on
        ledgers.loan_id = statuses.loan_id
        and {{ version_holds('statuses', 'ledgers.known_until') }}
        and ledgers.ledger_version >= statuses.status_date
