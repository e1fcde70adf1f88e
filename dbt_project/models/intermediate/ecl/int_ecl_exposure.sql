-- What would be owed at default, and for how long: how many years ahead there is something to lose.
with schedules as (
    select
        loan_id,
        as_of_date,
        max(year_no) as scheduled_years,
        max(last_due_date) as last_due_date,
        sum(principal_due) as principal_ahead
    from {{ ref('int_ecl_repayment') }}
    group by loan_id, as_of_date
),

exposures as (
    select
        loans.*,
        schedules.scheduled_years,
        case
            when loans.is_revolving and loans.loan_amount is not null and loans.outstanding is not null
                then greatest(loans.loan_amount - loans.outstanding, cast(0 as decimal(18, 2)))
        end as undrawn_amount,
        -- the schedule is all there is to come when it repays what is not in arrears yet
        not loans.is_revolving
        and coalesce(schedules.principal_ahead + coalesce(loans.overdue_amount, 0) >= loans.outstanding, false)
            as is_schedule_complete,
        -- a begun month is whole; 0 past the end and where nothing tells of one
        greatest(
            {{ whole_months_between(
                'loans.as_of_date', '(greatest(loans.contract_ends_on, schedules.last_due_date) - 1)'
            ) }} + 1,
            0
        ) as remaining_months
    from {{ ref('int_ecl_loan') }} as loans
    left join schedules on loans.loan_id = schedules.loan_id and loans.as_of_date = schedules.as_of_date
)

select
    *,
    cast(
        case
            when is_npa then outstanding
            else outstanding + coalesce({{ provision_on('undrawn_amount', 'credit_conversion_factor') }}, 0)
        end as decimal(18, 2)
    ) as ead,
    -- past its last due a loan is looked at for another year
    cast(
        least(
            case
                when is_revolving then life_years
                when is_schedule_complete then scheduled_years
                else greatest(ceil(coalesce(remaining_months, 0) / 12.0), 1)
            end,
            {{ longest_ecl_horizon() }}
        ) as integer
    ) as remaining_years
from exposures
