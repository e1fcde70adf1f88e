-- What each version says of the loan's end. closed_on here is the day from which nothing more is owed,
-- a settlement at a loss included; a write-off ends the dues but not the arrears.
with ends as (
    select
        loan_id,
        least(closed_on, settled_on) as closed_on,
        written_off_on,
        least(closed_on, settled_on, written_off_on) as last_day,
        known_from,
        known_to,
        lead(least(closed_on, settled_on, written_off_on)) over (
            partition by loan_id order by version_no
        ) as next_last_day
    from {{ ref('stg_loans') }}
)

select
    loan_id,
    closed_on,
    written_off_on,
    last_day,
    known_from,
    known_to,
    known_to is not null and coalesce(next_last_day, date '1900-01-01') != last_day as is_taken_back
from ends
where last_day is not null
