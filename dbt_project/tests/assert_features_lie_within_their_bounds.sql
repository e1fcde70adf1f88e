-- The bounds of the catalogue hold on the run's dates; one row for each feature and row that breaks them.
{% for feature in catalogue_features() if feature.bounds[0] is not none or feature.bounds[1] is not none -%}
select
    loan_id,
    as_of_date,
    '{{ feature.name }}' as feature,
    cast({{ feature.name }} as double) as feature_value
from {{ ref('mart_loan_features') }}
where
    as_of_date in ({{ run_dates() }})
    and (
        {%- if feature.bounds[0] is not none %}
        {{ feature.name }} < {{ feature.bounds[0] }}
        {%- else %}
        false
        {%- endif %}
        {%- if feature.bounds[1] is not none %}
        or {{ feature.name }} > {{ feature.bounds[1] }}
        {%- endif %}
    )
{{ 'union all' if not loop.last }}
{% else -%}
-- depends_on: {{ ref('mart_loan_features') }}
select 1 as not_executing where false
{% endfor -%}
