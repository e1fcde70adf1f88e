-- Every sign of every watched loan, whether it is there or not; a sign that nothing tells of is not there.
with thresholds as (
    {{ dated_sets(ref('watch_thresholds')) }}
),

observed as (
    select
        watched.*,
        thresholds.late_run_count,
        thresholds.dti_increase,
        thresholds.dti_level,
        thresholds.utilisation_increase,
        thresholds.utilisation_level,
        coalesce(runs.late_run, 0) as late_run,
        previous.facility_bucket as previous_bucket,
        debts.dti_ratio,
        debts.earlier_dti_ratio,
        debts.utilisation,
        debts.earlier_utilisation,
        -- a loan that had not begun by the month-end, or of which nothing was told, had nothing overdue then
        {{ bucket_rank('watched.facility_bucket') }}
        > {{ bucket_rank("coalesce(previous.facility_bucket, 'STANDARD')") }} as is_bucket_worse
    from {{ ref('int_watch_loan') }} as watched
    inner join thresholds on {{ in_force_on('thresholds', 'watched.observed_on') }}
    left join {{ ref('int_ledger_version') }} as versions
        on watched.loan_id = versions.loan_id and watched.observed_on = versions.as_of_date
    left join {{ ref('int_watch_late_run') }} as runs
        on
            versions.loan_id = runs.loan_id
            and versions.ledger_version = runs.ledger_version
            and {{ in_force_on('runs', 'watched.observed_on') }}
    left join {{ ref('int_npa_status') }} as previous
        on watched.loan_id = previous.loan_id and watched.previous_month_end = previous.as_of_date
    left join {{ ref('int_watch_debt') }} as debts
        on watched.loan_id = debts.loan_id and watched.observed_on = debts.observed_on
),

signs as (
    select
        *,
        late_run >= late_run_count as is_paying_late,
        coalesce(dti_ratio - earlier_dti_ratio >= dti_increase and dti_ratio >= dti_level, false) as is_dti_rising,
        coalesce(
            utilisation - earlier_utilisation >= utilisation_increase and utilisation >= utilisation_level, false
        ) as is_utilisation_rising,
        coalesce(is_bucket_worse, false) as is_rolled_forward
    from observed
)

select
    *,
    cast(is_paying_late as integer)
    + cast(is_dti_rising as integer)
    + cast(is_utilisation_rising as integer)
    + cast(is_rolled_forward as integer) as trigger_count
from signs
