-- The class intervals of every borrower in each version of the history, stretches of one class joined.
with stretches as (
    select
        customer_id,
        history_version,
        valid_from,
        valid_to,
        worst_bucket as borrower_class,
        npa_date
    from {{ ref('int_history_segment') }}
    where npa_date is null
    union all
    select
        customer_id,
        history_version,
        valid_from,
        valid_to,
        borrower_class,
        npa_date
    from {{ ref('int_history_spell_class') }}
),

followed as (
    select
        *,
        lag(valid_to) over borrower_days as previous_to,
        lag(borrower_class) over borrower_days as previous_class,
        lag(npa_date) over borrower_days as previous_npa_date,
        max(valid_to) over (partition by customer_id, history_version) as last_day
    from stretches
    window borrower_days as (partition by customer_id, history_version order by valid_from)
),

-- where a new interval begins, the one before ends with the stretch before
beginnings as (
    select
        *,
        coalesce(
            lead(previous_to) over (partition by customer_id, history_version order by valid_from), last_day
        ) as interval_to
    from followed
    where
        previous_to is null
        or previous_to != valid_from - 1
        or previous_class != borrower_class
        or previous_npa_date is distinct from npa_date
)

select
    customer_id,
    history_version,
    valid_from,
    interval_to as valid_to,
    borrower_class,
    npa_date
from beginnings
