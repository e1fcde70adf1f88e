{#- Days past due from which a facility makes its borrower non-performing: "more than 90 days" counts the due date as day 1. -#}
{% macro npa_dpd_limit() -%} 90 {%- endmacro %}

{#- A facility's own bucket from its days past due. -#}
{% macro facility_bucket(dpd, is_overdue) -%}
    case
        when {{ dpd }} is null then null
        when not {{ is_overdue }} then 'STANDARD'
        when {{ dpd }} >= {{ npa_dpd_limit() }} then 'NPA'
        when {{ dpd }} >= 60 then 'SMA-2'
        when {{ dpd }} >= 30 then 'SMA-1'
        else 'SMA-0'
    end
{%- endmacro %}

{#- Amounts are provided for in whole paise, half-up, per facility and portion. -#}
{% macro provision_on(amount, rate) -%}
    cast(round(cast({{ amount }} as decimal(28, 2)) * {{ rate }}, 2) as decimal(18, 2))
{%- endmacro %}
