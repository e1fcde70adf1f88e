-- A record is late for day d when it speaks about d or earlier and was known only after d's cutoff.
-- Rows known by the cutoff of the very day they speak about can never be late and are left out.
with openings as (
    select
        loan_id,
        min(opened_on) as opened_on
    from {{ ref('stg_loans') }}
    group by loan_id
),

loans_with_late_dues as (
    select
        loans.loan_id,
        coalesce(openings.opened_on, date '1900-01-01') as opened_on
    from {{ ref('int_due_loan') }} as loans
    left join openings on loans.loan_id = openings.loan_id
    where loans.last_known_from > {{ known_until("coalesce(openings.opened_on, date '1900-01-01')") }}
),

records as (
    select
        loan_id,
        'receipt' as record_kind,
        payment_date as recorded_on_or_before_day,
        known_from
    from {{ ref('stg_receipts') }}
    union all
    select
        loan_id,
        'status' as record_kind,
        status_date as recorded_on_or_before_day,
        known_from
    from {{ ref('stg_statuses') }}
    union all
    -- dues are contractual: a version bears on every day from the start of the loan
    select
        dues.loan_id,
        'due' as record_kind,
        loans_with_late_dues.opened_on as recorded_on_or_before_day,
        dues.known_from
    from {{ ref('stg_dues') }} as dues
    inner join loans_with_late_dues on dues.loan_id = loans_with_late_dues.loan_id
    union all
    -- the day from which a closed, settled or written-off loan has no more dues: when it was first told ...
    select
        loan_id,
        'end' as record_kind,
        last_day as recorded_on_or_before_day,
        min(known_from) as known_from
    from {{ ref('int_loan_end') }}
    group by loan_id, last_day
    union all
    -- ... and when a later version took it back
    select
        loan_id,
        'end' as record_kind,
        last_day as recorded_on_or_before_day,
        known_to as known_from
    from {{ ref('int_loan_end') }}
    where is_taken_back
    union all
    -- a loan's first receipt or status, once its day has come, decides how its days are counted at all
    select
        loan_id,
        'first status' as record_kind,
        date '1900-01-01' as recorded_on_or_before_day,
        min(greatest(known_from, cast(status_date as timestamp))) as known_from
    from {{ ref('stg_statuses') }}
    group by loan_id
    union all
    select
        receipts.loan_id,
        'first receipt' as record_kind,
        date '1900-01-01' as recorded_on_or_before_day,
        min(greatest(receipts.known_from, cast(receipts.payment_date as timestamp))) as known_from
    from {{ ref('stg_receipts') }} as receipts
    where
        not exists (
            select 1
            from {{ ref('int_due_loan') }} as loans
            where loans.loan_id = receipts.loan_id
        )
    group by receipts.loan_id
)

select distinct
    loan_id,
    record_kind,
    recorded_on_or_before_day,
    known_from
from records
where known_from > {{ known_until('recorded_on_or_before_day') }}
