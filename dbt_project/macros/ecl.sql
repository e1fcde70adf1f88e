{#- Years ahead that are looked at, at most: longer loans are cut there. -#}
{% macro longest_ecl_horizon() -%} 40 {%- endmacro %}

{#-
    Probability of still performing after `multiplier` times the hazard of the next 12 months: (1 - PD)^multiplier. The PD
    of a scenario is held at 1. The power needs a float; the result is a decimal.
-#}
{% macro survival(pd_12m, pd_multiplier, multiplier) -%}
    cast(
        power(1 - cast(least(cast({{ pd_12m }} as decimal(28, 12)) * {{ pd_multiplier }}, 1) as double), cast({{ multiplier }} as double))
        as decimal(18, 15)
    )
{%- endmacro %}

{#- PD over all years whose multipliers add up to `cumulative_multiplier`, to twelve decimals. -#}
{% macro lifetime_pd(pd_12m, cumulative_multiplier) -%}
    cast(1 - power(1 - cast({{ pd_12m }} as double), cast({{ cumulative_multiplier }} as double)) as decimal(18, 12))
{%- endmacro %}

{#- Whether a lifetime PD has risen significantly: by the factor and by the points of `rules` (seed ecl_staging). -#}
{% macro is_pd_increased(pd_lifetime, first_pd_lifetime, rules) -%}
    (
        {{ pd_lifetime }} >= cast({{ first_pd_lifetime }} as decimal(28, 12)) * {{ rules }}.pd_factor
        and {{ pd_lifetime }} - {{ first_pd_lifetime }} >= {{ rules }}.pd_increase
    )
{%- endmacro %}

{#- Days past due from which a loan is in stage 2. -#}
{% macro stage_dpd_limit(loan, rules) -%}
    case when {{ loan }}.is_revolving then {{ rules }}.revolving_dpd_limit else {{ rules }}.dpd_limit end
{%- endmacro %}

{#- Loss given default in a scenario, at most all. -#}
{% macro scenario_lgd(lgd, lgd_multiplier) -%}
    cast(least(cast({{ lgd }} as decimal(28, 6)) * {{ lgd_multiplier }}, 1) as decimal(9, 6))
{%- endmacro %}

{#- What an amount in the middle of year `year_no` is worth today. -#}
{% macro mid_year_discount(rate, year_no) -%}
    cast(power(1 + cast({{ rate }} as double), 0.5 - {{ year_no }}) as decimal(18, 15))
{%- endmacro %}

{#-
    One term of the expected loss, unrounded. Decimals throughout, cut to fifteen places after each product; twenty digits
    wide on one side, since the engine multiplies two narrow decimals in eighteen.
-#}
{% macro discounted_loss(survival_before, hazard, lgd, ead, discount_factor) -%}
    {%- set default_share -%} cast(cast({{ survival_before }} as decimal(20, 15)) * {{ hazard }} as decimal(20, 15)) {%- endset -%}
    {%- set lost_share -%} cast({{ default_share }} * {{ lgd }} as decimal(20, 15)) {%- endset -%}
    cast(cast({{ ead }} as decimal(20, 2)) * cast({{ lost_share }} * {{ discount_factor }} as decimal(18, 15)) as decimal(28, 10))
{%- endmacro %}

{#-
    What is left of `balance` after `months_paid` of `months` equal instalments at `rate` a year, half-up to the paisa:
    balance x ((1+i)^n - (1+i)^k) / ((1+i)^n - 1), i = rate / 12, or in proportion at no interest. The powers need floats.
-#}
{% macro annuity_balance(balance, rate, months, months_paid) -%}
    case
        when {{ months }} is null or {{ months }} <= {{ months_paid }} then cast(0 as decimal(18, 2))
        when {{ rate }} = 0
            then cast(round({{ balance }} * ({{ months }} - {{ months_paid }}) / {{ months }}, 2) as decimal(18, 2))
        else cast(
            round(
                cast({{ balance }} as double)
                * (power(1 + {{ rate }} / 12.0, {{ months }}) - power(1 + {{ rate }} / 12.0, {{ months_paid }}))
                / (power(1 + {{ rate }} / 12.0, {{ months }}) - 1),
                2
            ) as decimal(18, 2)
        )
    end
{%- endmacro %}

{#- The value that stands at the smallest `order_by` of a group; nulls of `order_by` do not count. -#}
{% macro value_of_first(value, order_by) -%}
    {{ return(adapter.dispatch('value_of_first')(value, order_by)) }}
{%- endmacro %}

{% macro duckdb__value_of_first(value, order_by) -%}
    arg_min({{ value }}, {{ order_by }})
{%- endmacro %}

{#- What the expected credit loss is to the lender on a day: its books, or a figure shown beside them, and why. -#}
{% macro ecl_standing(as_of_date) -%}
    {%- if var('ind_as') -%}
        'in the books: they are kept under Ind AS'
    {%- elif var('entity') == 'bank' -%}
        case
            when {{ as_of_date }} < date '2027-04-01' then 'shown beside: it applies to banks from 1 April 2027'
            else 'in the books: it applies to banks since 1 April 2027'
        end
    {%- else -%}
        'shown beside: the books are not kept under Ind AS'
    {%- endif -%}
{%- endmacro %}
