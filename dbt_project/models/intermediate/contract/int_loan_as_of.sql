with versions_at_date as (
    select
        dates.as_of_date,
        dates.known_until,
        dates.is_run_date,
        loans.loan_id,
        loans.customer_id,
        {{ loan_version_columns('loans', 'dates.as_of_date') }}
    from {{ ref('int_as_of_dates') }} as dates
    inner join {{ ref('stg_loans') }} as loans
        on
            {{ version_holds('loans', 'dates.known_until') }}
            and loans.application_date <= dates.as_of_date
),

valuations_at_date as (
    select
        versions_at_date.loan_id,
        versions_at_date.as_of_date,
        collateral.collateral_value,
        collateral.valued_on as collateral_valued_on,
        row_number() over (
            partition by versions_at_date.loan_id, versions_at_date.as_of_date
            order by collateral.valued_on desc, collateral.version_no desc
        ) as newest_first
    from versions_at_date
    inner join {{ ref('int_collateral') }} as collateral
        on
            versions_at_date.loan_id = collateral.loan_id
            and versions_at_date.as_of_date >= collateral.valued_on
            and versions_at_date.known_until >= collateral.known_from
),

known_customers as (
    select distinct customer_id
    from {{ ref('stg_customers') }}
)

select
    versions_at_date.*,
    valuations_at_date.collateral_value,
    valuations_at_date.collateral_valued_on,
    contracts.signed_collateral_value,
    contracts.signed_loan_amount,
    versions_at_date.status = 'disbursed' as is_open,
    known_customers.customer_id is not null as is_customer_known
from versions_at_date
left join valuations_at_date
    on
        versions_at_date.loan_id = valuations_at_date.loan_id
        and versions_at_date.as_of_date = valuations_at_date.as_of_date
        and valuations_at_date.newest_first = 1
left join {{ ref('int_loan_contract') }} as contracts
    on versions_at_date.loan_id = contracts.loan_id
left join known_customers
    on versions_at_date.customer_id = known_customers.customer_id
