with unambiguous as (
    select *
    from {{ ref('stg_loans__unique') }}
    where not is_conflicting
),

-- a fate that the status tells without a date is dated by the day on which the version was recorded
dated as (
    select
        unambiguous.* replace (
            coalesce(status, 'disbursed') as status,
            coalesce(currency, '{{ var("book_currency") }}') as currency,
            coalesce(loan_term_months, cast(loan_term_days // 30 as integer)) as loan_term_months,
            coalesce(closed_on, case when status = 'closed' then cast(recorded_at as date) end) as closed_on,
            coalesce(settled_on, case when status = 'settled' then cast(recorded_at as date) end) as settled_on,
            coalesce(written_off_on, case when status = 'written_off' then cast(recorded_at as date) end)
                as written_off_on,
            case
                when decided_on is not null then decided_on
                when status in ('approved', 'rejected', 'withdrawn')
                    then coalesce(cast(recorded_at as date), application_date)
            end as decided_on
        ),
        coalesce(recorded_at, cast(application_date as timestamp)) as known_from
    from unambiguous
),

-- a loan that its status calls disbursed has begun, even where no day of disbursal is told
opened as (
    select
        *,
        coalesce(
            disbursed_on,
            case
                when status in ('disbursed', 'closed', 'settled', 'written_off')
                    then coalesce({{ add_months('first_due_date', -1) }}, application_date)
            end
        ) as opened_on,
        disbursed_on is null and status in ('disbursed', 'closed', 'settled', 'written_off') as is_opened_on_assumed
    from dated
)

select
    * exclude (source_file, source_row, raw_row_count, is_conflicting),
    row_number() over (partition by loan_id order by known_from, recorded_at nulls first) as version_no,
    lead(known_from) over (partition by loan_id order by known_from, recorded_at nulls first) as known_to
from opened
