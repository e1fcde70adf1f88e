-- A disbursed loan on a date by its own dues and receipts, or as its lender reports it. A closed one stays until its
-- month ends. Where there is neither ledger nor status, what was lent is outstanding.
{%- set no_amount = "cast(0 as decimal(18, 2))" %}
with loans as (
    select
        *,
        least(closed_on, settled_on) as ended_on,
        coalesce(as_of_date <= observed_until, true) as is_observed
    from {{ ref('int_npa_loan') }}
    where as_of_date <= last_day(coalesce(least(closed_on, settled_on), as_of_date))
),

positions as (
    select
        loans.*,
        {{ rules_not_applied('loans') }} as rules_not_applied,
        reported.loan_id is not null as is_reported,
        balances.loan_id is not null as has_dues,
        case
            when not loans.is_observed or loans.ended_on is not null then null
            when reported.loan_id is not null then reported.oldest_unpaid_due_date
            else reached.oldest_unpaid_due_date
        end as oldest_unpaid_due_date,
        reported.reported_dpd,
        reported.first_status_on,
        coalesce(loans.ended_on, reported.dpd_reported_on) as dpd_reported_on,
        reported.reported_outstanding,
        reached.oldest_unpaid_due_date as reached_due_date,
        balances.due_to_date - greatest(balances.paid_to_date, {{ no_amount }}) as arrear,
        greatest(balances.paid_to_date - balances.due_to_date, {{ no_amount }}) as unapplied_advance,
        case
            when balances.has_told_part or loans.signed_loan_amount is null then balances.principal_due
            else loans.signed_loan_amount
        end
        - balances.principal_due_to_date + coalesce(reached.principal_unpaid, {{ no_amount }}) as ledger_outstanding
    from loans
    left join {{ ref('int_npa_balance') }} as balances
        on
            loans.loan_id = balances.loan_id
            and loans.as_of_date = balances.as_of_date
            and loans.knowledge = balances.knowledge
    left join {{ ref('int_npa_reached_due') }} as reached
        on
            loans.loan_id = reached.loan_id
            and loans.as_of_date = reached.as_of_date
            and loans.knowledge = reached.knowledge
    left join {{ ref('int_npa_reported') }} as reported
        on
            loans.loan_id = reported.loan_id
            and loans.as_of_date = reported.as_of_date
            and loans.knowledge = reported.knowledge
),

states as (
    select
        *,
        case
            when not is_observed then null
            when ended_on is not null and (is_reported or has_dues) then 0
            when is_reported then reported_dpd
            when not has_dues then null
            when oldest_unpaid_due_date is null then 0
            else as_of_date - oldest_unpaid_due_date
        end as dpd,
        case
            when is_reported or not has_dues then null
            when ended_on is not null or reached_due_date is null then {{ no_amount }}
            else arrear
        end as overdue_amount,
        case
            when not is_reported and not has_dues then signed_loan_amount
            when ended_on is not null then {{ no_amount }}
            when not is_reported then ledger_outstanding
            when as_of_date >= first_status_on then coalesce(reported_outstanding, ledger_outstanding)
        end as principal_owed
    from positions
)

select
    loan_id,
    as_of_date,
    knowledge,
    customer_id,
    loan_type,
    enterprise_size,
    rate_reset_on,
    currency,
    status,
    ended_on as closed_on,
    ended_on is not null as is_closed,
    written_off_on is not null as is_written_off,
    written_off_on,
    rules_not_applied,
    loss_identified_on,
    is_secured,
    collateral_value,
    signed_collateral_value,
    signed_loan_amount,
    is_secured_from_start,
    case when is_reported then 'reported' else 'ledger' end as dpd_source,
    dpd,
    oldest_unpaid_due_date is not null as is_overdue,
    oldest_unpaid_due_date,
    cast(overdue_amount as decimal(18, 2)) as overdue_amount,
    cast(
        case
            when is_reported or not has_dues then null
            when ended_on is not null then {{ no_amount }}
            else unapplied_advance
        end as decimal(18, 2)
    ) as unapplied_advance,
    case
        when ended_on is not null or written_off_on is not null then {{ no_amount }}
        else cast(principal_owed as decimal(18, 2))
    end as principal_outstanding,
    cast(principal_owed as decimal(18, 2)) as principal_owed,
    case when is_reported then as_of_date - dpd_reported_on end as status_age_days
from states
