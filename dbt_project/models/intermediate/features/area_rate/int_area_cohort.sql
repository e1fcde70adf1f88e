with stretches as (
    select
        outcomes.loan_id,
        loans.loan_type,
        areas.area,
        greatest(
            outcomes.known_on,
            {{ first_day_known('loans.known_from') }},
            coalesce({{ first_day_known('areas.known_from') }}, outcomes.known_on)
        ) as counts_from,
        least(
            coalesce(outcomes.known_before, date '9999-12-31'),
            coalesce({{ first_day_known('loans.known_to') }}, date '9999-12-31'),
            coalesce({{ first_day_known('areas.known_to') }}, date '9999-12-31')
        ) as counts_before,
        outcomes.highest_dpd,
        loans.written_off_on > loans.opened_on
        and loans.written_off_on <= outcomes.window_end as is_written_off,
        coalesce(loans.observed_until < outcomes.window_end, false) as is_ledger_cut_short
    from {{ ref('int_area_cohort_outcome') }} as outcomes
    inner join {{ ref('stg_loans') }} as loans
        on
            outcomes.loan_id = loans.loan_id
            and outcomes.opened_on = loans.opened_on
    left join {{ ref('int_customer_area') }} as areas on loans.customer_id = areas.customer_id
)

select
    loan_id,
    loan_type,
    area,
    counts_from,
    counts_before,
    coalesce(highest_dpd >= 90, false) or coalesce(is_written_off, false) as is_bad
from stretches
where
    counts_from < counts_before
    and not is_ledger_cut_short
    -- of a loan without any dpd nobody can say how its first year went
    and (highest_dpd is not null or is_written_off)
