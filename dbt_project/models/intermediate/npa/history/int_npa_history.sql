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
        lag(npa_date) over borrower_days as previous_npa_date
    from stretches
    window borrower_days as (partition by customer_id, history_version order by valid_from)
),

numbered as (
    select
        *,
        sum(
            case
                when
                    previous_to = valid_from - 1
                    and previous_class = borrower_class
                    and previous_npa_date is not distinct from npa_date
                    then 0
                else 1
            end
        ) over (partition by customer_id, history_version order by valid_from) as interval_no
    from followed
)

select
    customer_id,
    history_version,
    min(valid_from) as valid_from,
    max(valid_to) as valid_to,
    min(borrower_class) as borrower_class,
    min(npa_date) as npa_date
from numbered
group by customer_id, history_version, interval_no
