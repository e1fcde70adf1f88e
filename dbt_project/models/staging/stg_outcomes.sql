with unambiguous as (
    select
        loan_id,
        as_of_date,
        is_bad,
        coalesce(matured_on, {{ add_months('as_of_date', var('label_window_months')) }}) as matured_on,
        recorded_at
    from {{ ref('stg_outcomes__unique') }}
    where not is_conflicting
),

versions as (
    select
        *,
        coalesce(recorded_at, cast(matured_on as timestamp)) as known_from
    from unambiguous
)

select
    * exclude (recorded_at),
    lead(known_from) over (partition by loan_id, as_of_date order by known_from) as known_to
from versions
