{#-
    Days past due from which a facility makes its borrower non-performing, from the rule table that is set:
    "more than 90 days" counts the due date as day 1.
-#}
{% macro npa_dpd_limit() -%}
    (select rules.npa_dpd_limit from {{ ref('int_npa_rule') }} as rules)
{%- endmacro %}

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

{#- Secured from the start: the first value was more than a tenth of the loan. -#}
{% macro is_secured_from_start(is_secured, signed_collateral_value, signed_loan_amount) -%}
    coalesce(
        coalesce({{ is_secured }}, true) and {{ signed_collateral_value }} > {{ signed_loan_amount }} * 0.10, false
    )
{%- endmacro %}

{#- Amounts are provided for in whole paise, half-up, per facility and portion. -#}
{% macro provision_on(amount, rate) -%}
    cast(round(cast({{ amount }} as decimal(28, 2)) * {{ rate }}, 2) as decimal(18, 2))
{%- endmacro %}

{#-
    Norms that a loan falls under and that this classification does not apply, by name; null where all that
    concern it are applied. `loan` is an alias of a relation with the loan's type and dates.
-#}
{% macro rules_not_applied(loan) -%}
    nullif(
        concat_ws(
            ', ',
            case when {{ loan }}.loan_type = 'card' then 'revolving limit and drawing power' end,
            case when {{ loan }}.loan_type = 'agri' then 'crop season' end,
            case when {{ loan }}.is_distress_restructured then 'restructuring' end,
            case when {{ loan }}.fraud_reported_on is not null then 'fraud over four quarters' end
        ), ''
    )
{%- endmacro %}

{#- A facility's buckets in order, 0 for nothing overdue; null for a bucket that is not known. -#}
{% macro bucket_rank(bucket) -%}
    case {{ bucket }} when 'STANDARD' then 0 when 'SMA-0' then 1 when 'SMA-1' then 2 when 'SMA-2' then 3 when 'NPA' then 4 end
{%- endmacro %}
