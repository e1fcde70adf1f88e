{#-
    The headline figures of the portfolio report in their order: name, column of portfolio_monthly, unit
    (money, ratio or count) and the direction that is for the worse (none: neither is).
-#}
{% macro headline_figures() -%}
    {%- do return([
        {'name': 'gross_advances', 'column': 'gross_advances', 'unit': 'money', 'worse_when': none},
        {'name': 'open_loans', 'column': 'loan_count', 'unit': 'count', 'worse_when': none},
        {'name': 'gross_npa', 'column': 'gross_npa', 'unit': 'money', 'worse_when': 'higher'},
        {'name': 'gross_npa_ratio', 'column': 'gross_npa_ratio', 'unit': 'ratio', 'worse_when': 'higher'},
        {'name': 'net_npa_ratio', 'column': 'net_npa_ratio', 'unit': 'ratio', 'worse_when': 'higher'},
        {'name': 'provision_coverage_ratio', 'column': 'provision_coverage_ratio', 'unit': 'ratio', 'worse_when': 'lower'},
        {'name': 'overdue_30_plus_ratio', 'column': 'overdue_30_plus_ratio', 'unit': 'ratio', 'worse_when': 'higher'},
        {'name': 'sma_2_ratio', 'column': 'sma_2_ratio', 'unit': 'ratio', 'worse_when': 'higher'},
        {'name': 'provision', 'column': 'provision', 'unit': 'money', 'worse_when': none},
        {'name': 'expected_loss', 'column': 'expected_loss', 'unit': 'money', 'worse_when': 'higher'},
        {'name': 'mean_pd', 'column': 'mean_pd', 'unit': 'ratio', 'worse_when': 'higher'},
        {'name': 'scored_ratio', 'column': 'scored_ratio', 'unit': 'ratio', 'worse_when': 'lower'},
    ]) -%}
{%- endmacro %}

{#- Those of the data quality report, each a column of rpt_data_quality__headline_history's measures. -#}
{% macro quality_headlines() -%}
    {%- do return([
        {'name': 'rows_read', 'unit': 'count', 'worse_when': 'lower'},
        {'name': 'quarantined_ratio', 'unit': 'ratio', 'worse_when': 'higher'},
        {'name': 'late_ratio', 'unit': 'ratio', 'worse_when': 'higher'},
        {'name': 'oldest_record_days', 'unit': 'days', 'worse_when': 'higher'},
        {'name': 'missing_ratio', 'unit': 'ratio', 'worse_when': 'higher'},
        {'name': 'empty_features', 'unit': 'count', 'worse_when': 'higher'},
        {'name': 'looks', 'unit': 'count', 'worse_when': 'higher'},
        {'name': 'fails', 'unit': 'count', 'worse_when': 'higher'},
    ]) -%}
{%- endmacro %}
