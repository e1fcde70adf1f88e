-- The stretches of a borrower's days between which no facility changes its bucket: how many are overdue, and how far,
-- and in arrears without a clear day since when the limit was first reached. One running sum over signed events.
{%- set depths = {'overdue': 0, 'sma_1': 30, 'sma_2': 60, 'limit': npa_dpd_limit()} %}
with overdue_spans as (
    select
        loans.customer_id,
        loans.history_version,
        states.dpd_source,
        states.reported_dpd,
        states.oldest_unpaid_due_date,
        greatest(states.valid_from, loans.opened_on) as overdue_from,
        least(states.valid_to, loans.observed_until) as overdue_to
    from {{ ref('int_history_loan') }} as loans
    inner join {{ ref('int_ledger_state') }} as states
        on
            loans.loan_id = states.loan_id
            and loans.ledger_version = states.ledger_version
            and loans.observed_until >= states.valid_from
            and loans.opened_on <= states.valid_to
    where states.oldest_unpaid_due_date is not null
),

-- most borrowers have one loan that was never overdue: one stretch, and nothing to sum
plain_borrowers as (
    select
        loans.customer_id,
        loans.history_version,
        min(loans.opened_on) as opened_on,
        min(loans.ended_on) as ended_on
    from {{ ref('int_history_loan') }} as loans
    where
        not exists (
            select 1
            from overdue_spans
            where
                overdue_spans.customer_id = loans.customer_id
                and overdue_spans.history_version = loans.history_version
        )
    group by loans.customer_id, loans.history_version
    having count(*) = 1
),

-- a closed facility is shown until its month ends
plain_segments as (
    select
        customer_id,
        history_version,
        opened_on as valid_from,
        case when ended_on < date '9999-12-31' then last_day(ended_on) else date '9999-12-30' end as valid_to
    from plain_borrowers
),

-- how deep a facility is in arrears, and from which day of the span
depths as (
    {%- for depth, days in depths.items() %}
    select
        customer_id,
        history_version,
        '{{ depth }}' as depth,
        case
            when dpd_source = 'reported' then case when reported_dpd >= {{ days }} then overdue_from end
            else greatest(overdue_from, oldest_unpaid_due_date + {{ days }})
        end as deep_from,
        overdue_to as deep_to
    from overdue_spans
    {%- if days != 0 %}
    where coalesce(reported_dpd, overdue_to - oldest_unpaid_due_date) >= {{ days }}
    {%- endif %}
    union all
    {%- endfor %}
    select
        loans.customer_id,
        loans.history_version,
        'shown' as depth,
        loans.opened_on as deep_from,
        case when loans.ended_on < date '9999-12-31' then last_day(loans.ended_on) else date '9999-12-30' end as deep_to
    from {{ ref('int_history_loan') }} as loans
    where
        not exists (
            select 1
            from plain_borrowers
            where
                plain_borrowers.customer_id = loans.customer_id
                and plain_borrowers.history_version = loans.history_version
        )
),

events as (
    select
        customer_id,
        history_version,
        depth,
        deep_from as event_day,
        1 as step
    from depths
    where deep_from <= deep_to
    union all
    select
        customer_id,
        history_version,
        depth,
        deep_to + 1 as event_day,
        -1 as step
    from depths
    where deep_from <= deep_to
),

event_days as (
    select
        customer_id,
        history_version,
        {%- for depth in ['shown'] + depths.keys() | list %}
        sum(case when depth = '{{ depth }}' then step else 0 end) as {{ depth }}_step,
        {%- endfor %}
        event_day
    from events
    group by customer_id, history_version, event_day
),

segments as (
    select
        customer_id,
        history_version,
        event_day as valid_from,
        {%- for depth in ['shown'] + depths.keys() | list %}
        sum({{ depth }}_step) over borrower_days as {{ depth }}_count,
        {%- endfor %}
        lead(event_day) over borrower_days - 1 as valid_to
    from event_days
    window borrower_days as (partition by customer_id, history_version order by event_day)
),

-- only borrowers who reached the limit have an NPA date to be looked for
npa_borrowers as (
    select distinct
        customer_id,
        history_version
    from segments
    where limit_count > 0
),

runs as (
    select
        segments.customer_id,
        segments.history_version,
        segments.valid_from,
        segments.overdue_count,
        segments.limit_count,
        sum(case when segments.overdue_count = 0 then 1 else 0 end) over (
            partition by segments.customer_id, segments.history_version
            order by segments.valid_from
        ) as clear_count
    from segments
    inner join npa_borrowers
        on
            segments.customer_id = npa_borrowers.customer_id
            and segments.history_version = npa_borrowers.history_version
),

npa_dates as (
    select
        customer_id,
        history_version,
        valid_from,
        min(case when limit_count > 0 then valid_from end) over (
            partition by customer_id, history_version, clear_count
            order by valid_from
        ) as npa_date
    from runs
    where overdue_count > 0
)

select
    segments.customer_id,
    segments.history_version,
    segments.valid_from,
    segments.valid_to,
    case
        when segments.sma_2_count > 0 then 'SMA-2'
        when segments.sma_1_count > 0 then 'SMA-1'
        when segments.overdue_count > 0 then 'SMA-0'
        else 'STANDARD'
    end as worst_bucket,
    npa_dates.npa_date
from segments
left join npa_dates
    on
        segments.customer_id = npa_dates.customer_id
        and segments.history_version = npa_dates.history_version
        and segments.valid_from = npa_dates.valid_from
where segments.valid_to is not null and segments.shown_count > 0
union all
select
    customer_id,
    history_version,
    valid_from,
    valid_to,
    'STANDARD' as worst_bucket,
    cast(null as date) as npa_date
from plain_segments
where valid_from <= valid_to
