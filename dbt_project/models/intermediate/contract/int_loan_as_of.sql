{%- set columns = [
    'loan_id', 'as_of_date', 'known_until', 'is_run_date', 'customer_id', 'loan_type', 'enterprise_size', 'currency',
    'application_date', 'loan_amount', 'loan_term_months', 'emi_amount', 'rate_reset_on', 'observed_until', 'status',
    'disbursed_on', 'opened_on', 'is_opened_on_assumed', 'closed_on', 'settled_on', 'written_off_on',
    'restructured_on', 'is_distress_restructured', 'fraud_reported_on', 'loss_identified_on', 'is_secured'
] %}
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
        collateral.loan_id,
        dates.as_of_date,
        collateral.collateral_value,
        row_number() over (
            partition by collateral.loan_id, dates.as_of_date
            order by collateral.valued_on desc, collateral.version_no desc
        ) as newest_first
    from {{ ref('int_as_of_dates') }} as dates
    inner join {{ ref('int_collateral') }} as collateral
        on dates.as_of_date >= collateral.valued_on and dates.known_until >= collateral.known_from
)

select
    {%- for column in columns %}
    versions_at_date.{{ column }},
    {%- endfor %}
    valuations_at_date.collateral_value,
    contracts.signed_collateral_value,
    contracts.signed_loan_amount,
    versions_at_date.status = 'disbursed' as is_open
from versions_at_date
left join valuations_at_date
    on
        versions_at_date.loan_id = valuations_at_date.loan_id
        and versions_at_date.as_of_date = valuations_at_date.as_of_date
        and valuations_at_date.newest_first = 1
left join {{ ref('int_loan_contract') }} as contracts
    on versions_at_date.loan_id = contracts.loan_id
