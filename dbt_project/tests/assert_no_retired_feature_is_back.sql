-- depends_on: {{ ref('mart_loan_features') }}
-- A retired name stays retired: no column of the mart bears it, and what replaces it is a feature of the catalogue.
{%- set columns = [] %}
{%- if execute %}
    {%- for column in adapter.get_columns_in_relation(ref('mart_loan_features')) %}
        {%- do columns.append(column.name | lower) %}
    {%- endfor %}
{%- endif %}
select
    retired.feature,
    retired.replaced_by
from {{ ref('retired_features') }} as retired
left join {{ ref('feature_catalogue') }} as catalogue on retired.replaced_by = catalogue.feature
where
    lower(retired.feature) in ({{ quoted_list(columns or ['']) }})
    or (retired.replaced_by is not null and catalogue.feature is null)
