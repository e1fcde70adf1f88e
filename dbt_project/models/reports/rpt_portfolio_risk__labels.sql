-- A family is judged by one source alone: its champion's, else the lender's outcomes where there are any.
with labels as (
    select
        labels.*,
        coalesce(
            versions.label_source,
            case
                when count(labels.told_is_bad) over (partition by labels.population) > 0 then 'outcomes'
                else 'ledger'
            end
        ) as label_source_used
    from {{ ref('loan_labels') }} as labels
    inner join {{ ref('int_champion') }} as champions on labels.population = champions.population
    left join {{ source('ml', 'model_versions') }} as versions on champions.model_version = versions.model_version
),

judged as (
    select
        *,
        is_bad_12m is not null and label_source = label_source_used as is_labelled,
        ledger_is_bad is not null and told_is_bad is not null as is_compared
    from labels
)

select
    {{ run_as_of_date() }} as as_of_date,
    population,
    label_source_used as label_source,
    count(case when is_labelled then 1 end) as labelled_count,
    count(case when is_labelled and is_bad_12m then 1 end) as bad_count,
    {{ ratio('count(case when is_labelled and is_bad_12m then 1 end)', 'count(case when is_labelled then 1 end)') }}
        as bad_ratio,
    count(case when is_labelled and is_indeterminate then 1 end) as indeterminate_count,
    count(exclusion_reason) as excluded_count,
    count(case when is_compared then 1 end) as compared_count,
    count(case when is_compared and ledger_is_bad <> told_is_bad then 1 end) as disagreement_count,
    {{ ratio(
        'count(case when is_compared and ledger_is_bad <> told_is_bad then 1 end)',
        'count(case when is_compared then 1 end)'
    ) }} as disagreement_ratio
from judged
group by population, label_source_used
