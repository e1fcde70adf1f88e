{{ config(pre_hook="{{ replace_told_periods('month') }}") }}

-- depends_on: {{ ref('int_npa_period') }}, {{ ref('loan_npa_status') }}
{{ npa_movement_since('month') }}
