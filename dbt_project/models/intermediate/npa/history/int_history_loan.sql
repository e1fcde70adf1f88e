-- The borrowers' loans in each version of their history, with the days on which they began and ended.
with newest_versions as (
    select
        versions.customer_id,
        versions.history_version,
        loans.loan_id,
        loans.opened_on,
        loans.observed_until,
        loans.closed_on,
        loans.settled_on,
        loans.written_off_on,
        loans.loss_identified_on,
        loans.is_secured,
        {{ complete_ledger() }} as ledger_version,
        timestamp '9999-12-31 00:00:00' as known_until
    from {{ ref('int_history_version') }} as versions
    inner join {{ ref('stg_loans') }} as loans on versions.customer_id = loans.customer_id and loans.known_to is null
    where versions.history_version = {{ complete_ledger() }} and loans.opened_on is not null
),

versions_then as (
    select
        versions.customer_id,
        versions.history_version,
        loans.loan_id,
        loans.opened_on,
        loans.observed_until,
        loans.closed_on,
        loans.settled_on,
        loans.written_off_on,
        loans.loss_identified_on,
        loans.is_secured,
        ledgers.ledger_version,
        loans.known_until
    from {{ ref('int_history_version') }} as versions
    inner join {{ ref('int_loan_as_of') }} as loans
        on versions.customer_id = loans.customer_id and versions.history_version = loans.as_of_date
    inner join {{ ref('int_ledger_version') }} as ledgers
        on loans.loan_id = ledgers.loan_id and loans.as_of_date = ledgers.as_of_date
    where versions.history_version < {{ complete_ledger() }} and loans.opened_on is not null
),

loans as (
    select * from newest_versions
    union all
    select * from versions_then
)

select
    loans.customer_id,
    loans.history_version,
    loans.loan_id,
    loans.ledger_version,
    loans.known_until,
    loans.opened_on,
    coalesce(loans.observed_until, date '9999-12-30') as observed_until,
    coalesce(least(loans.closed_on, loans.settled_on), date '9999-12-31') as ended_on,
    coalesce(loans.written_off_on, date '9999-12-31') as written_off_on,
    loans.loss_identified_on,
    contracts.signed_collateral_value,
    {{ is_secured_from_start(
        'loans.is_secured', 'contracts.signed_collateral_value', 'contracts.signed_loan_amount'
    ) }} as is_secured_from_start
from loans
left join {{ ref('int_loan_contract') }} as contracts on loans.loan_id = contracts.loan_id
