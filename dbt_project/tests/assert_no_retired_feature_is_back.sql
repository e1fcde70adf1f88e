-- A retired name stays retired: no column of the mart bears it, and what replaces it is a feature of the catalogue.
{%- set columns = column_types(ref('mart_loan_features')).keys() | list %}
select
    retired.feature,
    retired.replaced_by
from {{ ref('retired_features') }} as retired
left join {{ ref('feature_catalogue') }} as catalogue on retired.replaced_by = catalogue.feature
where
    lower(retired.feature) in ({{ quoted_list(columns or ['']) }})
    or (retired.replaced_by is not null and catalogue.feature is null)
