-- share of tonight's rows in which a feature is missing; behavioural features are judged on behavioural rows alone
with counted as (
    select
        population,
        count(*) as row_count
        {%- for feature in catalogue_features() %},
        count({{ feature.name }}) as {{ feature.name }}
        {%- endfor %}
    from {{ ref('mart_loan_features') }}
    where as_of_date = {{ run_as_of_date() }}
    group by population
),

shares as (
    {%- for feature in catalogue_features() %}
    select
        '{{ feature.name }}' as item,
        1 - sum({{ feature.name }}) / nullif(sum(row_count), 0) as value
    from counted
    {% if feature.available == 'B' %}where population = 'behaviour'{% endif %}
    {{ 'union all' if not loop.last }}
    {%- else %}
    select
        cast(null as varchar) as item,
        cast(null as double) as value
    {%- endfor %}
)

select
    'mart_loan_features' as table_name,
    item,
    value,
    null as limit_value,
    case when value = 1 then 'warn' else 'info' end as status,
    case when value = 1 then 'empty for every loan: the source does not feed it' end as note
from shares
