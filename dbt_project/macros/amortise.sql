{#-
    Principal parts, in paise, of instalments of which only the amounts are known, in order: the interest part is
    the contractual opening balance x rate / 1200, rounded half-up to the paisa, and never more than the instalment;
    the principal part is the rest and never more than the balance. A rate of null is no interest: all is principal.
    Each part depends on the one before, so this is a fold over the loan's list of instalments, the one place
    where set-based SQL does not do. Integers throughout: DuckDB divides decimals as floats.

    `amounts_paise`: list of BIGINT; `balance_paise`: opening balance; `rate_millionths`: percent a year x 1e6.
    Gives a list of structs (balance, principal), one for each instalment.
-#}
{% macro amortise(amounts_paise, balance_paise, rate_millionths) -%}
    {{ return(adapter.dispatch('amortise')(amounts_paise, balance_paise, rate_millionths)) }}
{%- endmacro %}

{% macro duckdb__amortise(amounts_paise, balance_paise, rate_millionths) -%}
list_reduce(
    {{ amounts_paise }},
    lambda state, amount: {
        'balance': state.balance - {{ principal_part('state.balance', 'amount', rate_millionths) }},
        'principals': list_append(state.principals, {{ principal_part('state.balance', 'amount', rate_millionths) }})
    },
    {'balance': cast({{ balance_paise }} as hugeint), 'principals': cast([] as hugeint [])}
).principals
{%- endmacro %}

{#- Interest for one month on a balance, in paise: balance x percent / 1200, rounded half-up. All HUGEINT. -#}
{% macro interest_part(balance, rate_millionths) -%}
({{ balance }} * {{ rate_millionths }} * 2 + 1200000000) // 2400000000
{%- endmacro %}

{#- The principal part of an instalment of `amount` paise at an opening balance, both HUGEINT. -#}
{% macro principal_part(balance, amount, rate_millionths) -%}
greatest(0, least({{ balance }}, {{ amount }} - {{ interest_part(balance, rate_millionths) }}))
{%- endmacro %}
