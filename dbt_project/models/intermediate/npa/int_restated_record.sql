-- What makes a published day look different today: a record that came after the day's cutoff, or, where the
-- source tells no record times, anything at all in the newest files. Such loans are judged again for the last
-- published days only (setting restated_days).
with late_records as (
    select * from {{ ref('int_late_record') }}
    union all
    select * from {{ ref('int_late_term') }}
),

undated_rows as (
    select loan_id
    from {{ ref('stg_loans__unique') }}
    where recorded_at is null
    union
    select loan_id
    from {{ ref('stg_receipts__unique') }}
    where recorded_at is null
    union
    select loan_id
    from {{ ref('stg_statuses__unique') }}
    where recorded_at is null
    union
    select loan_id
    from {{ ref('stg_dues__unique') }}
    where due_recorded_at is null
),

dates as (
    select
        as_of_date,
        known_until,
        is_published_before and as_of_date >= {{ run_as_of_date() }} - {{ var('restated_days') }} as is_judged_again
    from {{ ref('int_published_date') }}
)

select
    late_records.loan_id,
    dates.as_of_date,
    late_records.record_kind,
    late_records.known_from
from late_records
inner join dates
    on
        late_records.recorded_on_or_before_day <= dates.as_of_date
        and late_records.known_from > dates.known_until
union all
select
    undated_rows.loan_id,
    dates.as_of_date,
    'no record time' as record_kind,
    cast(null as timestamp) as known_from
from undated_rows
cross join dates
where dates.is_judged_again
