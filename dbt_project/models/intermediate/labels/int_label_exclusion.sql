-- Why a pair has no label from the ledger: it was bad already, gone, or too young on the day it is judged.
select
    pairs.loan_id,
    pairs.as_of_date,
    case
        when ledgers.loan_id is null then 'not_disbursed'
        when not ledgers.has_ledger then 'no_ledger'
        when ledgers.observed_until < pairs.window_ends_on then 'not_observed'
        when ledgers.fraud_reported_on <= pairs.as_of_date then 'fraud'
        when pairs.population = 'application' then null
        when status.loan_id is null then 'not_open'
        when status.is_written_off then 'written_off'
        when status.is_closed then 'closed'
        when status.is_npa then 'npa'
        when {{ whole_months_between('ledgers.opened_on', 'pairs.as_of_date') }} < 3 then 'under_three_months_on_book'
    end as exclusion_reason,
    status.principal_outstanding
from {{ ref('int_label_pair') }} as pairs
left join {{ ref('int_label_ledger') }} as ledgers
    on pairs.loan_id = ledgers.loan_id and pairs.as_of_date = ledgers.as_of_date
left join {{ ref('int_npa_status') }} as status
    on pairs.loan_id = status.loan_id and pairs.as_of_date = status.as_of_date
