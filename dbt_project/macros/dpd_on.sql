{#-
    Days past due at the end of `day` in an interval of int_ledger_state: as reported (carried forward, unaged),
    or the calendar days since the oldest unpaid due fell due.
-#}
{% macro dpd_on(state, day) -%}
    case
        when {{ state }}.dpd_source = 'reported' then {{ state }}.reported_dpd
        when {{ state }}.oldest_unpaid_due_date is null then 0
        else {{ day }} - {{ state }}.oldest_unpaid_due_date
    end
{%- endmacro %}
