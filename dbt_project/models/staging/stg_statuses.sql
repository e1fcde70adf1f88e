with statuses_told_once as (
    select *
    from {{ ref('stg_repayments__checked') }} as checked_rows
    where
        broken_rule is null
        and status_date is not null
        and not {{ is_repeated('checked_rows', ref('stg_statuses__repeated'), ['loan_id', 'status_date']) }}
),

versions_of_statuses as (
    select
        *,
        coalesce(recorded_at, cast(status_date as timestamp)) as known_from
    from {{ ref('stg_statuses__unique') }}
    where not is_conflicting
)

select
    loan_id,
    status_date,
    reported_dpd,
    reported_outstanding,
    coalesce(recorded_at, cast(status_date as timestamp)) as known_from,
    cast(null as timestamp) as known_to
from statuses_told_once
union all
select
    loan_id,
    status_date,
    reported_dpd,
    reported_outstanding,
    known_from,
    lead(known_from) over (partition by loan_id, status_date order by known_from) as known_to
from versions_of_statuses
