{{ config(materialized='view') }}
-- What the ledger of an opened loan says on the date of its schedule and its balance. Where a source tells no principal
-- parts, the principal is what was lent: its dues may be only the first of many. Of a reported loan whose lender never
-- tells the outstanding, dues and receipts do; of a loan with neither dues nor statuses, all that was lent is owed.
with positions as (
    select
        pairs.loan_id,
        pairs.as_of_date,
        pairs.ledger_version,
        pairs.closed_on,
        schedules.first_due_date,
        schedules.last_due_date,
        schedules.due_count,
        case
            when schedules.has_told_part or contracts.signed_loan_amount is null then schedules.principal_due
            else contracts.signed_loan_amount
        end as principal,
        schedules.principal_due_to_date,
        contracts.signed_loan_amount,
        schedules.loan_id is not null as has_dues,
        dpd.dpd_source,
        dpd.principal_covered,
        dpd.reported_outstanding
    from {{ ref('int_repayment_pair') }} as pairs
    left join {{ ref('int_repayment_schedule') }} as schedules
        on pairs.loan_id = schedules.loan_id and pairs.as_of_date = schedules.as_of_date
    left join {{ ref('int_repayment_dpd') }} as dpd
        on pairs.loan_id = dpd.loan_id and pairs.as_of_date = dpd.as_of_date
    left join {{ ref('int_loan_contract') }} as contracts on pairs.loan_id = contracts.loan_id
),

covered_but_reported as (
    select
        positions.loan_id,
        positions.as_of_date,
        states.principal_covered
    from positions
    inner join {{ ref('int_ledger_state__dues') }} as states
        on
            positions.loan_id = states.loan_id
            and positions.ledger_version = states.ledger_version
            and positions.as_of_date between states.valid_from and states.valid_to
    where positions.dpd_source = 'reported' and positions.reported_outstanding is null
)

select
    positions.loan_id,
    positions.as_of_date,
    positions.first_due_date,
    positions.last_due_date,
    positions.due_count,
    cast(
        case
            when positions.dpd_source is null then positions.signed_loan_amount
            when positions.closed_on is not null then 0
            when positions.reported_outstanding is not null then positions.reported_outstanding
            when positions.has_dues
                then positions.principal - coalesce(
                        positions.principal_covered, reported.principal_covered, positions.principal_due_to_date
                    )
        end as decimal(18, 2)
    ) as principal_outstanding
from positions
left join covered_but_reported as reported
    on positions.loan_id = reported.loan_id and positions.as_of_date = reported.as_of_date
