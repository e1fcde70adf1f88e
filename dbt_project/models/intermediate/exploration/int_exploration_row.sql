-- The settled labels that the families are trained on, with the bin that every feature of theirs falls into: the
-- lender's own outcomes where a family has any, else the ledger's, never both. Only a training run makes labels, so
-- only a training run has rows here. Behavioural features are null on application rows.
{%- set features = catalogue_features() %}
with settled as (
    select
        *,
        count(case when label_source = 'outcomes' then 1 end) over (partition by population) > 0 as has_outcomes
    from {{ ref('loan_labels') }}
    where
        {{ 'is_bad_12m is not null' if var('is_training_run') else 'false' }}
        and exclusion_reason is null
        and matured_on <= {{ run_as_of_date() }}
),

labelled as (
    select *
    from settled
    where label_source = case when has_outcomes then 'outcomes' else 'ledger' end
)

select
    {%- for feature in features %}
    cast({{ bin_of(feature, 'features') }} as smallint) as {{ feature.name }},
    {%- endfor %}
    labelled.population,
    labelled.is_bad_12m as is_bad
from labelled
inner join {{ ref('mart_loan_features') }} as features
    on labelled.loan_id = features.loan_id and labelled.as_of_date = features.as_of_date
