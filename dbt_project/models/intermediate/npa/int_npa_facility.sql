-- A disbursed loan on a date by its own dues and receipts. A closed one stays until its month ends.
-- Where there is neither ledger nor status, what was lent is outstanding.
{%- set principal -%}
    case
        when states.loan_id is null and reported_ledgers.loan_id is null then loans.signed_loan_amount
        else states.principal_outstanding
    end
{%- endset %}
with loans as (
    select
        *,
        least(closed_on, settled_on) as ended_on
    from {{ ref('int_npa_loan') }}
    where as_of_date <= last_day(coalesce(least(closed_on, settled_on), as_of_date))
),

states as (
    select
        loans.loan_id,
        loans.as_of_date,
        loans.knowledge,
        states.dpd_source,
        case
            when loans.as_of_date > loans.observed_until then null
            else {{ dpd_on('states', 'loans.as_of_date') }}
        end as dpd,
        case when coalesce(loans.as_of_date <= loans.observed_until, true) then states.oldest_unpaid_due_date end
            as oldest_unpaid_due_date,
        states.overdue_amount,
        states.unapplied_advance,
        coalesce(
            states.principal_outstanding,
            case when states.dpd_source = 'reported' then balances.principal_outstanding end
        ) as principal_outstanding,
        loans.as_of_date - states.status_date as status_age_days
    from loans
    inner join {{ ref('int_ledger_state') }} as states
        on
            loans.loan_id = states.loan_id
            and loans.ledger_version = states.ledger_version
            and loans.as_of_date between states.valid_from and states.valid_to
    left join {{ ref('int_ledger_state__dues') }} as balances
        on
            states.dpd_source = 'reported'
            and loans.loan_id = balances.loan_id
            and loans.ledger_version = balances.ledger_version
            and loans.as_of_date between balances.valid_from and balances.valid_to
),

reported_ledgers as (
    select distinct
        loan_id,
        ledger_version
    from {{ ref('int_ledger_status') }}
)

select
    loans.loan_id,
    loans.as_of_date,
    loans.knowledge,
    loans.customer_id,
    loans.loan_type,
    loans.enterprise_size,
    loans.rate_reset_on,
    loans.currency,
    loans.status,
    loans.ended_on as closed_on,
    loans.ended_on is not null as is_closed,
    loans.written_off_on is not null as is_written_off,
    loans.written_off_on,
    {{ rules_not_applied('loans') }} as rules_not_applied,
    loans.loss_identified_on,
    loans.is_secured,
    loans.collateral_value,
    loans.signed_collateral_value,
    loans.signed_loan_amount,
    loans.is_secured_from_start,
    loans.ledger_version,
    coalesce(states.dpd_source, 'ledger') as dpd_source,
    states.dpd,
    coalesce(states.oldest_unpaid_due_date is not null, false) as is_overdue,
    states.oldest_unpaid_due_date,
    states.overdue_amount,
    states.unapplied_advance,
    case
        when loans.ended_on is not null or loans.written_off_on is not null then cast(0 as decimal(18, 2))
        else {{ principal }}
    end as principal_outstanding,
    {{ principal }} as principal_owed,
    states.status_age_days
from loans
left join states
    on
        loans.loan_id = states.loan_id
        and loans.as_of_date = states.as_of_date
        and loans.knowledge = states.knowledge
left join reported_ledgers
    on loans.loan_id = reported_ledgers.loan_id and loans.ledger_version = reported_ledgers.ledger_version
