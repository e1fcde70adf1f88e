{{ config(pre_hook="{{ replace_told_periods('month') }}") }}

with periods as (
    select *
    from {{ ref('int_npa_period') }}
    where period = 'month'
),

{{ npa_moves('periods', ref('loan_npa_status')) }},

{{ npa_movement_lines() }}

select
    as_of_date,
    line,
    amount,
    facility_count,
    previous_as_of_date,
    position
from movement
