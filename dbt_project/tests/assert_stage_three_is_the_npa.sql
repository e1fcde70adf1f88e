-- Stage 3 is the NPA: a loan past the limit of the classification that is in another stage would be neither one's.
-- (Where the limit is longer than 90 days, loans between the two are counted in the bridge, to be disclosed.)
select
    allowances.loan_id,
    allowances.as_of_date,
    allowances.stage,
    status.dpd
from {{ ref('loan_ecl') }} as allowances
inner join {{ ref('loan_npa_status') }} as status
    on allowances.loan_id = status.loan_id and allowances.as_of_date = status.as_of_date
where
    allowances.as_of_date in ({{ run_dates() }})
    and (
        status.is_npa <> (allowances.stage = 3)
        or (status.dpd >= {{ npa_dpd_limit() }} and allowances.stage < 3)
    )
