-- the bins of tonight's rows beside those of the newest labels: they are the same bins
with tonight as (
    select *
    from {{ ref('feature_histogram') }}
    where as_of_date = {{ run_as_of_date() }}
),

labelled as (
    select rates.*
    from {{ ref('feature_bad_rate') }} as rates
    inner join {{ ref('rpt_data_quality__run') }} as runs on rates.labelled_on = runs.labelled_on
)

select
    {{ run_as_of_date() }} as as_of_date,
    {%- for name in ['feature', 'population', 'bin', 'is_missing', 'from_value', 'to_value', 'category'] %}
    coalesce(tonight.{{ name }}, labelled.{{ name }}) as {{ name }},
    {%- endfor %}
    {%- for name in [
        'good_count', 'bad_count', 'bad_rate', 'bad_rate_low', 'bad_rate_high', 'monotone_bad_rate',
        'weight_of_evidence', 'information_value'
    ] %}
    labelled.{{ name }},
    {%- endfor %}
    tonight.row_count,
    tonight.row_ratio
from tonight
full outer join labelled
    on
        tonight.feature = labelled.feature
        and tonight.population = labelled.population
        and tonight.bin = labelled.bin
