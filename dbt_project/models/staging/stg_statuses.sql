with unambiguous as (
    select
        loan_id,
        status_date,
        reported_dpd,
        reported_outstanding,
        coalesce(recorded_at, cast(status_date as timestamp)) as known_from
    from {{ ref('stg_statuses__unique') }}
    where not is_conflicting
)

select
    *,
    lead(known_from) over (partition by loan_id, status_date order by known_from) as known_to
from unambiguous
