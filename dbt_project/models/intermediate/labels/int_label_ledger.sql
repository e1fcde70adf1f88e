-- What the ledger, as known on the run date, says of each pair: whether the loan's own days past due reached the limit
-- on any day of the window, or it was written off, settled at a loss or restructured in distress.
with run_versions as (
    select
        loan_id,
        ledger_version
    from {{ ref('int_ledger_version') }}
    where as_of_date = {{ run_as_of_date() }}
),

loans as (
    select *
    from {{ ref('int_loan_as_of') }}
    where as_of_date = {{ run_as_of_date() }} and opened_on is not null
),

pair_versions as (
    select
        pairs.loan_id,
        pairs.as_of_date,
        pairs.window_ends_on,
        run_versions.ledger_version
    from {{ ref('int_label_pair') }} as pairs
    inner join run_versions on pairs.loan_id = run_versions.loan_id
),

worst_arrears as (
    select
        pair_versions.loan_id,
        pair_versions.as_of_date,
        max(
            case
                when states.dpd_source = 'reported' then states.reported_dpd
                when states.oldest_unpaid_due_date is null then 0
                else least(states.valid_to, pair_versions.window_ends_on, {{ run_as_of_date() }})
                    - states.oldest_unpaid_due_date
            end
        ) as worst_dpd
    from pair_versions
    inner join {{ ref('int_ledger_state') }} as states
        on
            pair_versions.loan_id = states.loan_id
            and pair_versions.ledger_version = states.ledger_version
            and pair_versions.window_ends_on >= states.valid_from
            and pair_versions.as_of_date < states.valid_to
            and states.valid_from <= {{ run_as_of_date() }}
    group by pair_versions.loan_id, pair_versions.as_of_date
)

select
    pairs.loan_id,
    pairs.as_of_date,
    loans.opened_on,
    loans.observed_until,
    loans.fraud_reported_on,
    coalesce(worst_arrears.worst_dpd, 0) as worst_dpd,
    worst_arrears.worst_dpd is not null as has_ledger,
    coalesce(loans.written_off_on > pairs.as_of_date and loans.written_off_on <= pairs.window_ends_on, false)
    or coalesce(loans.settled_on > pairs.as_of_date and loans.settled_on <= pairs.window_ends_on, false)
    or coalesce(
        loans.is_distress_restructured
        and loans.restructured_on > pairs.as_of_date
        and loans.restructured_on <= pairs.window_ends_on,
        false
    ) as is_ended_badly
from {{ ref('int_label_pair') }} as pairs
inner join loans on pairs.loan_id = loans.loan_id
left join worst_arrears
    on pairs.loan_id = worst_arrears.loan_id and pairs.as_of_date = worst_arrears.as_of_date
