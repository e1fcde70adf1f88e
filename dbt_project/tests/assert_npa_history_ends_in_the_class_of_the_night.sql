-- two ways to one answer: the history cut at a date of the run, and the classification of that date
with history as (
    select
        history.customer_id,
        dates.as_of_date,
        history.borrower_class,
        history.npa_date,
        row_number() over (
            partition by history.customer_id, dates.as_of_date order by history.known_at desc, history.valid_from desc
        ) as newest_first
    from {{ ref('int_published_date') }} as dates
    inner join {{ ref('npa_history') }} as history
        on dates.as_of_date >= history.known_at
    where dates.as_of_date in ({{ run_dates() }})
)

select
    borrowers.customer_id,
    borrowers.as_of_date,
    borrowers.borrower_class,
    borrowers.npa_date,
    history.borrower_class as class_in_history,
    history.npa_date as npa_date_in_history
from {{ ref('borrower_npa_status') }} as borrowers
left join history
    on
        borrowers.customer_id = history.customer_id
        and borrowers.as_of_date = history.as_of_date
        and history.newest_first = 1
where
    borrowers.as_of_date in ({{ run_dates() }})
    and (
        borrowers.borrower_class is distinct from history.borrower_class
        or borrowers.npa_date is distinct from history.npa_date
    )
