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
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    union all
    -- a closed facility is shown until its month ends
    select
        customer_id,
        history_version,
        'shown' as depth,
        opened_on as deep_from,
        case when ended_on < date '9999-12-31' then last_day(ended_on) else date '9999-12-30' end as deep_to
    from {{ ref('int_history_loan') }}
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

arrears as (
    select
        *,
        sum(case when overdue_count = 0 then 1 else 0 end) over (
            partition by customer_id, history_version order by valid_from
        ) as clear_count
    from segments
)

select
    customer_id,
    history_version,
    valid_from,
    valid_to,
    case
        when sma_2_count > 0 then 'SMA-2' when sma_1_count > 0 then 'SMA-1' when overdue_count > 0 then 'SMA-0'
        else 'STANDARD'
    end as worst_bucket,
    case
        when overdue_count > 0
            then min(case when limit_count > 0 then valid_from end) over (
                    partition by customer_id, history_version, clear_count order by valid_from
                )
    end as npa_date
from arrears
where valid_to is not null and shown_count > 0
