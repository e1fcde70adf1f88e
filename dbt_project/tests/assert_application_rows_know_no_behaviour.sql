-- An application row is frozen before the loan begins: whatever speaks of repayment is null on it.
{% set columns = [] -%}
{%- for feature in catalogue_features() if feature.available == 'B' -%}
    {%- do columns.append(feature.name) -%}
{%- endfor -%}
select
    loan_id,
    as_of_date
from {{ ref('mart_loan_features') }}
where
    population = 'application'
    and (
        false
        {%- for column in columns %}
        or {{ column }} is not null
        {%- endfor %}
    )
