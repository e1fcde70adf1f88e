{{ config(
    pre_hook="{{ replace_told_periods('night') }}",
    post_hook="{{ create_npa_movement_between() }}"
) }}

-- depends_on: {{ ref('int_npa_period') }}, {{ ref('loan_npa_status') }}
{{ npa_movement_since('night') }}
