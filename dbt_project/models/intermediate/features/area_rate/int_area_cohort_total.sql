-- Running totals of the cohort, by cell: a loan counts from one day and before another, so the cohort on any
-- date is the sum of the changes up to it, and many dates cost no more than one.
with changes as (
    select
        loan_type,
        area,
        counts_from as changed_on,
        1 as loan_change,
        cast(is_bad as integer) as bad_change
    from {{ ref('int_area_cohort') }}
    union all
    select
        loan_type,
        area,
        counts_before as changed_on,
        -1 as loan_change,
        -cast(is_bad as integer) as bad_change
    from {{ ref('int_area_cohort') }}
    where counts_before < date '9999-12-31'
),

daily_changes as (
    select
        loan_type,
        area,
        changed_on,
        sum(loan_change) as loan_change,
        sum(bad_change) as bad_change
    from changes
    group by loan_type, area, changed_on
)

select
    dates.as_of_date,
    daily_changes.loan_type,
    daily_changes.area,
    sum(daily_changes.loan_change) as loan_count,
    sum(daily_changes.bad_change) as bad_count
from {{ ref('int_spine_date') }} as dates
inner join daily_changes on dates.as_of_date >= daily_changes.changed_on
group by dates.as_of_date, daily_changes.loan_type, daily_changes.area
