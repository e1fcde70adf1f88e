-- every disbursed loan at every date of the run, the borrowers' loans at the dates on which they applied, and
-- the few loans of the area cohort about which something became known late
with loan_pairs as (
    select
        loan_id,
        as_of_date,
        known_until
    from {{ ref('int_loan_as_of') }}
    where opened_on is not null
),

borrower_loans as (
    select distinct
        loan_id,
        customer_id
    from {{ ref('stg_loans') }}
    where opened_on is not null
),

spine_pairs as (
    select distinct
        borrower_loans.loan_id,
        spine.as_of_date,
        spine.known_until
    from {{ ref('int_spine') }} as spine
    inner join borrower_loans on spine.customer_id = borrower_loans.customer_id
),

cohort_pairs as (
    select
        loan_id,
        known_on as as_of_date,
        {{ known_until('known_on') }} as known_until
    from {{ ref('int_area_cohort_reading') }}
),

pairs as (
    select * from loan_pairs
    union
    select * from spine_pairs
    union
    select * from cohort_pairs
)

-- the complete ledger where nothing that bears on days up to the date was recorded after it, else one cut to what was
-- known then: so one ledger serves all dates of a loan, but for the few around a late or corrected record
select
    pairs.loan_id,
    pairs.as_of_date,
    case
        when
            exists (
                select 1
                from {{ ref('int_late_record') }} as late_records
                where
                    late_records.loan_id = pairs.loan_id
                    and late_records.recorded_on_or_before_day <= pairs.as_of_date
                    and late_records.known_from > pairs.known_until
            ) then pairs.as_of_date
        else {{ complete_ledger() }}
    end as ledger_version
from pairs
