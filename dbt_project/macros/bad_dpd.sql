{#- Days past due at which a loan counts as bad in the models' definition of default, whatever limit its lender classifies by. -#}
{% macro bad_dpd() -%} 90 {%- endmacro %}
