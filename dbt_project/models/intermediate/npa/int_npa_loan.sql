{{ config(materialized='view') }}
-- Every loan that has begun by the date. As known: by what was known then, for the
-- dates that have no published answer yet. As restated: by everything known in this run, for borrowers about whom
-- something came late.
{%- set columns = [
    'loan_id', 'as_of_date', 'customer_id', 'loan_type', 'enterprise_size', 'rate_reset_on', 'currency', 'status',
    'opened_on', 'closed_on', 'settled_on', 'written_off_on', 'loss_identified_on', 'observed_until', 'is_secured',
    'collateral_value', 'signed_collateral_value', 'signed_loan_amount', 'is_distress_restructured',
    'fraud_reported_on'
] %}
with as_known as (
    select
        'as_known' as knowledge,
        known_until,
        {{ columns | join(', ') }}
    from {{ ref('int_loan_as_of') }}
    where opened_on is not null and not {{ is_published('as_of_date') }}
),

as_restated as (
    select
        'as_restated' as knowledge,
        timestamp '9999-12-31 00:00:00' as known_until,
        {{ columns | join(', ') }}
    from {{ ref('int_restated_loan') }}
    where opened_on is not null
),

loans as (
    select * from as_known
    union all
    select * from as_restated
)

select
    *,
    {{ is_secured_from_start('is_secured', 'signed_collateral_value', 'signed_loan_amount') }} as is_secured_from_start
from loans
