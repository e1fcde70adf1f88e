-- in force is the version whose rate took effect last, not the one recorded last: a rate reset may be
-- recorded ahead of its day
with known_rates as (
    select
        spine.loan_id,
        spine.as_of_date,
        loans.interest_rate_pct,
        row_number() over (
            partition by spine.loan_id, spine.as_of_date
            order by coalesce(loans.rate_effective_on, cast(loans.known_from as date)) desc, loans.version_no desc
        ) as newest_first
    from {{ ref('int_spine') }} as spine
    inner join {{ ref('stg_loans') }} as loans
        on
            spine.loan_id = loans.loan_id
            and spine.known_until >= loans.known_from
            and spine.as_of_date >= coalesce(loans.rate_effective_on, spine.as_of_date)
)

select
    loan_id,
    as_of_date,
    interest_rate_pct
from known_rates
where newest_first = 1
