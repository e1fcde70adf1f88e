{{ config(materialized='view') }}

select *
from {{ ref('loan_npa_status') }}
where as_of_date = (select max(latest.as_of_date) from {{ ref('loan_npa_status') }} as latest)
