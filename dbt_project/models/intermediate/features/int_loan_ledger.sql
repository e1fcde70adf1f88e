{{ config(materialized='view') }}
-- What the ledger of an opened loan says on the date of its schedule and its balance. Where a source tells no principal
-- parts, the principal is what was lent: its dues may be only the first of many.
select
    pairs.loan_id,
    pairs.as_of_date,
    schedules.first_due_date,
    schedules.last_due_date,
    schedules.due_count,
    cast(
        case
            when dpd.dpd_source is not null and pairs.closed_on is not null then 0
            when dpd.dpd_source = 'reported' then dpd.reported_outstanding
            when dpd.dpd_source = 'ledger'
                then
                    case
                        when schedules.has_told_part or contracts.signed_loan_amount is null
                            then schedules.principal_due
                        else contracts.signed_loan_amount
                    end - coalesce(dpd.principal_covered, schedules.principal_due_to_date)
        end as decimal(18, 2)
    ) as principal_outstanding
from {{ ref('int_repayment_pair') }} as pairs
left join {{ ref('int_repayment_schedule') }} as schedules
    on pairs.loan_id = schedules.loan_id and pairs.as_of_date = schedules.as_of_date
left join {{ ref('int_repayment_dpd') }} as dpd
    on pairs.loan_id = dpd.loan_id and pairs.as_of_date = dpd.as_of_date
left join {{ ref('int_loan_contract') }} as contracts on pairs.loan_id = contracts.loan_id
