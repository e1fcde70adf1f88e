{{ config(materialized='table') }}
-- Every published row that would look different by what is known now. Only borrowers about whom something came late
-- are judged again, so the rest needs no comparison.
{%- set judged = [
    'customer_id', 'loan_type', 'currency', 'status', 'dpd', 'dpd_source', 'is_overdue', 'oldest_unpaid_due_date',
    'overdue_amount', 'unapplied_advance', 'facility_bucket', 'borrower_class', 'is_npa', 'npa_date',
    'principal_outstanding', 'secured_portion', 'unsecured_portion', 'provision', 'rules_not_applied',
    'status_age_days', 'closed_on', 'written_off_on', 'principal_written_off', 'principal_owed'
] %}
{%- set columns = npa_status_columns() | reject('in', ['loan_id', 'as_of_date', 'customer_id']) | list %}
with judged_again as (
    select known.*
    from {{ ref('loan_npa_status') }} as known
    inner join {{ ref('int_restated_borrower') }} as borrowers
        on known.customer_id = borrowers.customer_id and known.as_of_date = borrowers.as_of_date
),

restated as (
    select *
    from {{ ref('int_npa_classification') }}
    where knowledge = 'as_restated'
),

compared as (
    select
        coalesce(restated.loan_id, known.loan_id) as loan_id,
        coalesce(restated.as_of_date, known.as_of_date) as as_of_date,
        coalesce(restated.customer_id, known.customer_id) as customer_id,
        case
            when known.loan_id is null then 'added'
            when restated.loan_id is null then 'removed'
            else 'changed'
        end as change,
        known.borrower_class as known_borrower_class,
        known.dpd as known_dpd,
        known.principal_outstanding as known_principal_outstanding,
        {%- for column in columns %}
        restated.{{ column }},
        {%- endfor %}
        known.provision as known_provision
    from judged_again as known
    full outer join restated
        on known.loan_id = restated.loan_id and known.as_of_date = restated.as_of_date
    where
        known.loan_id is null
        or restated.loan_id is null
        {%- for column in judged %}
        or known.{{ column }} is distinct from restated.{{ column }}
        {%- endfor %}
),

-- dated records explain more than the want of record times does
kinds as (
    select
        loan_id,
        as_of_date,
        case when known_from is not null then record_kind end as record_kind,
        max(known_from) as known_from
    from {{ ref('int_restated_record') }}
    group by loan_id, as_of_date, case when known_from is not null then record_kind end
),

own_records as (
    select
        loan_id,
        as_of_date,
        string_agg(record_kind, ', ' order by record_kind) as record_kinds,
        max(known_from) as known_from
    from kinds
    group by loan_id, as_of_date
),

borrowers_kinds as (
    select
        loans.customer_id,
        kinds.as_of_date,
        kinds.record_kind,
        max(kinds.known_from) as known_from
    from kinds
    inner join {{ ref('stg_loans') }} as loans on kinds.loan_id = loans.loan_id and loans.known_to is null
    group by loans.customer_id, kinds.as_of_date, kinds.record_kind
),

-- what came about another loan of the borrower moves this one by contagion
borrowers_records as (
    select
        customer_id,
        as_of_date,
        string_agg(record_kind, ', ' order by record_kind) as record_kinds,
        max(known_from) as known_from
    from borrowers_kinds
    group by customer_id, as_of_date
)

select
    compared.loan_id,
    compared.as_of_date,
    compared.customer_id,
    compared.change,
    coalesce(
        own_records.record_kinds,
        'another loan of the borrower: ' || borrowers_records.record_kinds,
        'no record time'
    ) as reason,
    coalesce(own_records.known_from, borrowers_records.known_from) as known_from,
    compared.known_borrower_class,
    compared.known_dpd,
    compared.known_principal_outstanding,
    {%- for column in columns %}
    compared.{{ column }},
    {%- endfor %}
    compared.known_provision
from compared
left join own_records
    on compared.loan_id = own_records.loan_id and compared.as_of_date = own_records.as_of_date
left join borrowers_records
    on compared.customer_id = borrowers_records.customer_id and compared.as_of_date = borrowers_records.as_of_date
