-- Stage and the first reason for it, in the order: NPA, days past due, PD, restructuring, watch list, a cure not over.
with rules as (
    {{ dated_sets(ref('ecl_staging')) }}
),

signs as (
    select
        loans.loan_id,
        loans.as_of_date,
        loans.is_npa,
        coalesce(loans.dpd, 0) >= {{ stage_dpd_limit('loans', 'rules') }} as is_past_due,
        coalesce({{ is_pd_increased('pds.pd_lifetime', 'pds.first_pd_lifetime', 'rules') }}, false) as is_pd_increased,
        coalesce(loans.is_distress_restructured, false)
        and coalesce(
            {{ add_months('loans.restructured_on', 'rules.restructured_cure_months') }} > loans.as_of_date, true
        ) as is_restructured,
        coalesce(watched.trigger_count > 0, false) as is_watched,
        coalesce(recent_dpd.recent_dpd >= {{ stage_dpd_limit('loans', 'rules') }}, false)
        or coalesce({{ is_pd_increased('pds.highest_pd_lifetime', 'pds.first_pd_lifetime', 'rules') }}, false)
        or coalesce(recent_signs.was_watched or recent_signs.was_npa, false) as is_cure_running
    from {{ ref('int_ecl_loan') }} as loans
    inner join rules on {{ in_force_on('rules', 'loans.as_of_date') }}
    left join {{ ref('int_ecl_pd') }} as pds
        on loans.loan_id = pds.loan_id and loans.as_of_date = pds.as_of_date
    left join {{ ref('int_watch_sign') }} as watched
        on loans.loan_id = watched.loan_id and loans.as_of_date = watched.observed_on
    left join {{ ref('int_ecl_recent_dpd') }} as recent_dpd
        on loans.loan_id = recent_dpd.loan_id and loans.as_of_date = recent_dpd.as_of_date
    left join {{ ref('int_ecl_recent_sign') }} as recent_signs
        on loans.loan_id = recent_signs.loan_id and loans.as_of_date = recent_signs.as_of_date
),

reasons as (
    select
        loan_id,
        as_of_date,
        case
            when is_npa then 'NPA'
            when is_past_due then 'days past due'
            when is_pd_increased then 'PD increase'
            when is_restructured then 'restructured'
            when is_watched then 'watch list'
            when is_cure_running then 'cure not over'
            else 'none'
        end as stage_reason
    from signs
)

select
    loan_id,
    as_of_date,
    case stage_reason when 'NPA' then 3 when 'none' then 1 else 2 end as stage,
    stage_reason
from reasons
