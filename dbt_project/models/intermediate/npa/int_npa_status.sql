{{ config(materialized='view') }}
-- The classification as known of every date that a reader asks for: as it was published by an earlier run or is by this
-- one, else what this run finds for it.
{%- set columns = npa_status_columns() %}
with published as (
    select {{ columns | join(', ') }}
    from {{ ref('loan_npa_status') }}
    where as_of_date in ({{ run_dates() }}) or {{ is_published('as_of_date') }}
),

statuses as (
    select * from published
    union all
    select {{ columns | join(', ') }}
    from {{ ref('int_npa_unpublished_status') }}
)

select
    *,
    closed_on is not null as is_closed,
    written_off_on is not null as is_written_off
from statuses
