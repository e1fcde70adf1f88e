{#-
    What a version of a loan says at an as-of date: dates later than it read as null and the status follows
    from the dates up to it, so that no later fate leaks in. `version` is an alias of stg_loans, `as_of_date`
    an expression for the day.
-#}
{% macro loan_version_columns(version, as_of_date) -%}
    {%- set cut_dates = [
        'decided_on', 'disbursed_on', 'closed_on', 'settled_on', 'written_off_on', 'restructured_on',
        'fraud_reported_on', 'loss_identified_on'
    ] -%}
    {%- for name in contract_column_names('loans', cut_dates + [
        'loan_id', 'customer_id', 'status', 'emi_amount', 'collateral_value', 'collateral_valued_on', 'is_distress_restructured'
    ]) %}
    {{ version }}.{{ name }},
    {%- endfor %}
    {%- for name in cut_dates %}
    case when {{ version }}.{{ name }} <= {{ as_of_date }} then {{ version }}.{{ name }} end as {{ name }},
    {%- endfor %}
    coalesce({{ version }}.is_distress_restructured, false)
    and coalesce({{ version }}.restructured_on <= {{ as_of_date }}, true) as is_distress_restructured,
    coalesce(
        {{ version }}.emi_amount,
        {{ emi(version ~ '.loan_amount', version ~ '.interest_rate_pct', version ~ '.loan_term_months') }}
    ) as emi_amount,
    case
        when {{ version }}.written_off_on <= {{ as_of_date }} then 'written_off'
        when {{ version }}.settled_on <= {{ as_of_date }} then 'settled'
        when {{ version }}.closed_on <= {{ as_of_date }} then 'closed'
        when {{ version }}.opened_on <= {{ as_of_date }} then 'disbursed'
        when {{ version }}.decided_on <= {{ as_of_date }}
            then case when {{ version }}.status in ('rejected', 'withdrawn') then {{ version }}.status else 'approved' end
        else 'applied'
    end as status,
    case when {{ version }}.opened_on <= {{ as_of_date }} then {{ version }}.opened_on end as opened_on,
    {{ version }}.is_opened_on_assumed
{%- endmacro %}
