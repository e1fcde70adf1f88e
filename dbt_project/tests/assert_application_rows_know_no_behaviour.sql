-- An application row is frozen before the loan begins: whatever speaks of repayment is null on it.
select
    loan_id,
    as_of_date
from {{ ref('mart_loan_features') }}
where
    population = 'application'
    and (
        false
        {%- for feature in catalogue_features() if feature.available == 'B' %}
        or {{ feature.name }} is not null
        {%- endfor %}
    )
