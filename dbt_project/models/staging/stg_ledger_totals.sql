select
    as_of_date,
    lower(item) as item,
    amount
from {{ ref('stg_ledger_totals__unique') }}
where not is_conflicting
