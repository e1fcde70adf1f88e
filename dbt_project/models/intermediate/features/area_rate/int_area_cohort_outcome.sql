with late_readings as (
    select
        readings.loan_id,
        readings.opened_on,
        readings.known_on,
        readings.known_before,
        ledgers.ledger_version
    from {{ ref('int_area_cohort_reading') }} as readings
    inner join {{ ref('int_ledger_version') }} as ledgers
        on
            readings.loan_id = ledgers.loan_id
            and readings.known_on = ledgers.as_of_date
),

settled_readings as (
    select
        windows.loan_id,
        windows.opened_on,
        windows.settled_on as known_on,
        cast(null as date) as known_before,
        {{ complete_ledger() }} as ledger_version
    from {{ ref('int_area_cohort_window') }} as windows
    left join {{ ref('int_area_cohort_reading') }} as readings
        on
            windows.loan_id = readings.loan_id
            and windows.opened_on = readings.opened_on
    where readings.loan_id is null
),

readings as (
    select * from late_readings
    union all
    select * from settled_readings
)

select
    readings.loan_id,
    readings.opened_on,
    readings.known_on,
    readings.known_before,
    windows.window_end,
    max(
        case
            when states.loan_id is not null
                then {{ dpd_on('states', 'least(states.valid_to, windows.window_end)') }}
        end
    ) as highest_dpd
from readings
inner join {{ ref('int_area_cohort_window') }} as windows
    on
        readings.loan_id = windows.loan_id
        and readings.opened_on = windows.opened_on
left join {{ ref('int_ledger_state') }} as states
    on
        readings.loan_id = states.loan_id
        and readings.ledger_version = states.ledger_version
        and windows.window_end >= states.valid_from
        and windows.opened_on < states.valid_to
group by readings.loan_id, readings.opened_on, readings.known_on, readings.known_before, windows.window_end
