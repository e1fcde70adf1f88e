{{ config(materialized='view') }}

select
    spine.as_of_date,
    spine.known_until,
    spine.population,
    spine.loan_id,
    spine.customer_id,
    {{ loan_version_columns('loans', 'spine.as_of_date') }}
from {{ ref('int_spine') }} as spine
inner join {{ ref('stg_loans') }} as loans
    on
        spine.loan_id = loans.loan_id
        and {{ version_holds('loans', 'spine.known_until') }}
