-- depends_on: {{ ref('stg_loans__unique') }}, {{ ref('stg_repayments__checked') }}
-- What makes a published day look different today: a record that came after the day's cutoff, or, where the
-- source tells no record times, anything at all in the newest files. Such loans are judged again for the last
-- published days only (setting restated_days).
with late_records as (
    select * from {{ ref('int_late_record') }}
    union all
    select * from {{ ref('int_late_term') }}
),

{% if var('published_dates') -%}
undated_loans as (
    select loan_id
    from {{ ref('stg_loans__unique') }}
    where recorded_at is null
    union
    select loan_id
    from {{ ref('stg_repayments__checked') }}
    where
        broken_rule is null
        and (
            (instalment_number is not null and due_recorded_at is null)
            or (coalesce(payment_date, status_date) is not null and recorded_at is null)
        )
),

judged_again as (
    select
        undated_loans.loan_id,
        dates.as_of_date,
        'no record time' as record_kind,
        cast(null as timestamp) as known_from
    from undated_loans
    cross join {{ ref('int_published_date') }} as dates
    where
        dates.is_published_before
        and dates.as_of_date >= {{ run_as_of_date() }} - {{ var('restated_days') }}
),

{% endif -%}
came_late as (
    select
        late_records.loan_id,
        dates.as_of_date,
        late_records.record_kind,
        late_records.known_from
    from late_records
    inner join {{ ref('int_published_date') }} as dates
        on
            late_records.recorded_on_or_before_day <= dates.as_of_date
            and late_records.known_from > dates.known_until
)

select * from came_late
{% if var('published_dates') -%}
union all
select * from judged_again
{%- endif %}
