{{ config(materialized='view') }}

with unchanged as (
    select known.*
    from {{ ref('loan_npa_status') }} as known
    left join {{ ref('restated_loans') }} as restated
        on known.loan_id = restated.loan_id and known.as_of_date = restated.as_of_date
    where restated.loan_id is null
)

select
    {{ npa_status_columns() | join(', ') }},
    false as is_restated
from unchanged
union all
select
    {{ npa_status_columns() | join(', ') }},
    true as is_restated
from {{ ref('restated_loans') }}
where change in ('changed', 'added')
