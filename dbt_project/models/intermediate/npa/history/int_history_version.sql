-- One history by everything known now serves all dates of a borrower, cut at each; where something came late for a
-- date of this run, that date has a history of its own by what was known then.
with run_dates as (
    select as_of_date
    from {{ ref('int_published_date') }}
    where not is_published_before
)

select distinct
    customer_id,
    {{ complete_ledger() }} as history_version
from {{ ref('stg_loans') }}
where opened_on is not null and exists (select 1 from run_dates)
union all
select
    borrowers.customer_id,
    borrowers.as_of_date as history_version
from {{ ref('int_restated_borrower') }} as borrowers
inner join run_dates on borrowers.as_of_date = run_dates.as_of_date
