-- What the lender's own system says of a loan by the date: days past due and outstanding are carried forward, each on
-- its own; days past due older than 62 days say nothing any more.
with statuses as (
    select
        loans.loan_id,
        loans.as_of_date,
        loans.knowledge,
        statuses.status_date,
        statuses.reported_dpd,
        statuses.reported_outstanding
    from {{ ref('int_npa_loan') }} as loans
    inner join {{ ref('stg_statuses') }} as statuses
        on
            loans.loan_id = statuses.loan_id
            and {{ version_holds('statuses', 'loans.known_until') }}
            -- restated, a loan that will be reported is so from its first day
            and (loans.as_of_date >= statuses.status_date or loans.knowledge = 'as_restated')
),

carried as (
    select
        loan_id,
        as_of_date,
        knowledge,
        min(status_date) as first_status_on,
        max(case when status_date <= as_of_date and reported_dpd is not null then status_date end) as dpd_reported_on,
        max(case when status_date <= as_of_date and reported_outstanding is not null then status_date end)
            as outstanding_reported_on
    from statuses
    group by loan_id, as_of_date, knowledge
)

select
    carried.loan_id,
    carried.as_of_date,
    carried.knowledge,
    carried.first_status_on,
    carried.dpd_reported_on,
    case when carried.as_of_date - carried.dpd_reported_on <= 62 then dpds.reported_dpd end as reported_dpd,
    case
        when carried.as_of_date - carried.dpd_reported_on <= 62 and dpds.reported_dpd > 0
            then carried.dpd_reported_on - dpds.reported_dpd
    end as oldest_unpaid_due_date,
    outstandings.reported_outstanding
from carried
left join statuses as dpds
    on
        carried.loan_id = dpds.loan_id
        and carried.as_of_date = dpds.as_of_date
        and carried.knowledge = dpds.knowledge
        and carried.dpd_reported_on = dpds.status_date
left join statuses as outstandings
    on
        carried.loan_id = outstandings.loan_id
        and carried.as_of_date = outstandings.as_of_date
        and carried.knowledge = outstandings.knowledge
        and carried.outstanding_reported_on = outstandings.status_date
