{{ config(materialized='view') }}
-- The classification as known of every date that a reader asks for: the published rows where a run has published the
-- date, else what this run finds for it.
{%- set columns = npa_status_columns() %}
with found as (
    select {{ columns | join(', ') }}
    from {{ ref('int_npa_classification') }}
    where knowledge = 'as_known'
),

published as (
    select {{ columns | join(', ') }}
    from {{ ref('loan_npa_status') }}
    where {{ is_published('as_of_date') }}
),

statuses as (
    select * from found
    union all
    select * from published
)

select
    *,
    closed_on is not null as is_closed,
    written_off_on is not null as is_written_off
from statuses
