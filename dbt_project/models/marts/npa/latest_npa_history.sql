{{ config(materialized='view') }}

with newest as (
    select
        customer_id,
        max(known_at) as known_at
    from {{ ref('npa_history') }}
    group by customer_id
)

select history.*
from {{ ref('npa_history') }} as history
inner join newest on history.customer_id = newest.customer_id and history.known_at = newest.known_at
