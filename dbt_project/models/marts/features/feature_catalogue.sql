-- depends_on: {{ ref('mart_loan_features') }}
{{ config(materialized='table') }}
{%- for feature in catalogue_features() %}
select
    {{ feature.number }} as number,
    '{{ feature.name }}' as feature,
    {{ sql_text(feature.description) }} as description,
    {{ sql_text(feature.formula) }} as formula,
    {{ sql_text(feature.unit) }} as unit,
    {{ sql_text(feature.group) }} as feature_group,
    {{ sql_text(feature.reason_group) }} as reason_group,
    {{ sql_text(feature.dtype) }} as dtype,
    {{ sql_text(feature.categories | join(', ') if feature.categories else none) }} as categories,
    {{ sql_text(feature.available) }} as available,
    {{ feature.monotone }} as monotone,
    {{ sql_text(feature.null_rule) }} as null_rule,
    {{ sql_text(feature.as_of_rule) }} as as_of_rule,
    cast({{ feature.bounds[0] if feature.bounds[0] is not none else 'null' }} as double) as lowest,
    cast({{ feature.bounds[1] if feature.bounds[1] is not none else 'null' }} as double) as highest,
    {{ sql_text(feature.bins | join(', ') if feature.bins else none) }} as bin_edges,
    {{ sql_text(feature.reason_text) }} as reason_text,
    {{ feature.is_internal }} as is_internal,
    {{ feature.is_sensitive }} as is_sensitive,
    {{ sql_text(feature.owner) }} as owner
{{ 'union all' if not loop.last }}
{%- else %}
select 1 as not_executing
{%- endfor %}
