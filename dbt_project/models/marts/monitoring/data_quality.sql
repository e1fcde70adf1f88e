{{ config(pre_hook="{{ replace_run_dates() }}") }}

{%- set groups = {
    'rows': 'int_quality_rows', 'column': 'int_quality_column', 'flag': 'int_quality_flag', 'feature': 'int_quality_feature'
} %}
{%- for check_group, relation in groups.items() %}
select
    {{ run_as_of_date() }} as as_of_date,
    '{{ check_group }}' as check_group,
    table_name,
    item,
    cast(value as double) as value,
    cast(limit_value as double) as limit_value,
    status,
    note
from {{ ref(relation) }}
{{ 'union all' if not loop.last }}
{%- endfor %}
