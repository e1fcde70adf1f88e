{#- The columns of a loan's classification in their published order, one list for all relations that show it. -#}
{% macro npa_status_columns() -%}
    {%- do return([
        'loan_id', 'as_of_date', 'customer_id', 'loan_type', 'currency', 'exchange_rate', 'status', 'dpd', 'dpd_source',
        'overdue_day_no', 'is_overdue', 'oldest_unpaid_due_date', 'overdue_amount', 'unapplied_advance', 'facility_bucket',
        'borrower_class', 'is_npa', 'npa_date', 'principal_outstanding', 'secured_portion', 'unsecured_portion',
        'provision', 'provision_basis', 'is_provision_assumed', 'rules_not_applied', 'days_to_npa',
        'amount_to_stay_out_7d', 'status_age_days', 'closed_on', 'written_off_on', 'principal_written_off',
        'principal_owed'
    ]) -%}
{%- endmacro %}
