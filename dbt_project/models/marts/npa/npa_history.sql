{{ config(
    pre_hook="{{ replace_unpublished_run_dates('known_at') }}",
    post_hook="{{ create_npa_class_on() }}"
) }}
-- A borrower's whole history is written again on a date on which it is no longer what was written last: an interval
-- began, or something came late.
with run_dates as (
    select as_of_date as known_at
    from {{ ref('int_published_date') }}
    where not is_published_before
),

-- the history by what was known at the date where something came late, else the one of today cut at the date
versions_at_date as (
    select
        versions.customer_id,
        run_dates.known_at,
        min(versions.history_version) as history_version
    from {{ ref('int_history_version') }} as versions
    inner join run_dates
        on versions.history_version = {{ complete_ledger() }} or versions.history_version = run_dates.known_at
    group by versions.customer_id, run_dates.known_at
),

histories as (
    select
        intervals.customer_id,
        versions_at_date.known_at,
        intervals.valid_from,
        case when intervals.valid_to < versions_at_date.known_at then intervals.valid_to end as valid_to,
        intervals.borrower_class,
        intervals.npa_date
    from versions_at_date
    inner join {{ ref('int_npa_history') }} as intervals
        on
            versions_at_date.customer_id = intervals.customer_id
            and versions_at_date.history_version = intervals.history_version
            and versions_at_date.known_at >= intervals.valid_from
),

written as (
    select
        customer_id,
        known_at,
        valid_from,
        valid_to,
        borrower_class,
        npa_date
    from histories
    {%- if is_incremental() %}
    union all
    select
        customer_id,
        known_at,
        valid_from,
        valid_to,
        borrower_class,
        npa_date
    from {{ this }}
    {%- endif %}
),

-- one text that two histories share only when they are the same
fingerprints as (
    select
        customer_id,
        known_at,
        string_agg(
            concat_ws(' ', valid_from, coalesce(cast(valid_to as varchar), 'now'), borrower_class, npa_date),
            ', ' order by valid_from
        ) as fingerprint
    from written
    group by customer_id, known_at
),

compared as (
    select
        customer_id,
        known_at,
        fingerprint,
        lag(fingerprint, 1, '') over (partition by customer_id order by known_at) as previous_fingerprint
    from fingerprints
)

select
    histories.customer_id,
    histories.known_at,
    histories.valid_from,
    histories.valid_to,
    histories.borrower_class,
    histories.npa_date is not null as is_npa,
    histories.npa_date
from histories
inner join compared
    on histories.customer_id = compared.customer_id and histories.known_at = compared.known_at
where compared.fingerprint != compared.previous_fingerprint
