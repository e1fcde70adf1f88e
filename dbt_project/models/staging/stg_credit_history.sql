with unambiguous as (
    select
        * exclude (source_file, source_row, raw_row_count, is_conflicting),
        coalesce(recorded_at, cast(pull_date as timestamp)) as known_from
    from {{ ref('stg_credit_history__unique') }}
    where not is_conflicting
)

select
    *,
    lead(known_from) over (partition by customer_id, pull_date order by known_from) as known_to
from unambiguous
