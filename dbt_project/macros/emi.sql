{#-
    The equated monthly instalment P i (1+i)^n / ((1+i)^n - 1), i = annual percent / 1200, or P / n at no interest;
    null without amount, rate or term. The power needs a float; the result is rounded half-up to the paisa.
-#}
{% macro emi(amount, interest_rate_pct, term_months) -%}
    case
        when {{ amount }} is null or {{ interest_rate_pct }} is null or coalesce({{ term_months }}, 0) <= 0 then null
        when {{ interest_rate_pct }} = 0 then cast(round({{ amount }} / {{ term_months }}, 2) as decimal(18, 2))
        else cast(
            round(
                cast({{ amount }} as double) * ({{ interest_rate_pct }} / 1200.0)
                / (1 - power(1 + {{ interest_rate_pct }} / 1200.0, -{{ term_months }})),
                2
            ) as decimal(18, 2)
        )
    end
{%- endmacro %}
