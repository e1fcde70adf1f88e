-- What the month-ends within the time that a cure takes say of a loan, today apart.
with watched as (
    select distinct
        days.as_of_date,
        signs.loan_id
    from {{ ref('int_watch_day') }} as days
    inner join {{ ref('int_watch_sign') }} as signs on days.observed_on = signs.observed_on
    where signs.trigger_count > 0 and days.observed_on < days.as_of_date
),

impaired as (
    select distinct
        days.as_of_date,
        status.loan_id
    from {{ ref('int_watch_day') }} as days
    inner join {{ ref('int_npa_status') }} as status on days.observed_on = status.as_of_date
    where status.is_npa and days.observed_on < days.as_of_date
)

select
    coalesce(watched.loan_id, impaired.loan_id) as loan_id,
    coalesce(watched.as_of_date, impaired.as_of_date) as as_of_date,
    watched.loan_id is not null as was_watched,
    impaired.loan_id is not null as was_npa
from watched
full outer join impaired on watched.loan_id = impaired.loan_id and watched.as_of_date = impaired.as_of_date
