-- depends_on: {{ ref('mart_loan_features') }}
-- Bin 0 is "missing". Of a number the others are closed below and open above; of a category they are its codes, the last
-- being what is not listed.
{%- set rows = [] %}
{%- for feature in catalogue_features() %}
    {%- do rows.append([feature.name, 0, none, none, none]) %}
    {%- if feature.dtype == 'category' %}
        {%- for category in feature.categories + ['unknown'] %}
            {%- do rows.append([feature.name, loop.index, none, none, category]) %}
        {%- endfor %}
    {%- else %}
        {%- for low in [none] + feature.bins %}
            {%- do rows.append([feature.name, loop.index, low, feature.bins[loop.index0], none]) %}
        {%- endfor %}
    {%- endif %}
{%- endfor %}
select
    feature,
    bin,
    bin = 0 as is_missing,
    cast(from_value as double) as from_value,
    cast(to_value as double) as to_value,
    cast(category as varchar) as category
from (
    values
    {%- for feature, bin, from_value, to_value, category in rows %}
    (
        '{{ feature }}',
        {{ bin }},
        {{ 'null' if from_value is none else from_value }},
        {{ 'null' if to_value is none or to_value is undefined else to_value }},
        {{ sql_text(category) }}
    ){{ ',' if not loop.last }}
    {%- else %}
    (null, null, null, null, null)
    {%- endfor %}
) as bins (feature, bin, from_value, to_value, category)
