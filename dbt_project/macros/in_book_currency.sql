{#- An amount in the book's currency, half-up to its hundredth; a currency without a rate gives null, never the bare number. -#}
{% macro in_book_currency(amount, rate) -%}
    cast(round(cast({{ amount }} as decimal(28, 2)) * cast({{ rate }} as decimal(10, 6)), 2) as decimal(18, 2))
{%- endmacro %}
