with due as (
    select
        population,
        count(*) as due_count
    from {{ ref('mart_loan_features') }}
    where as_of_date = {{ run_as_of_date() }}
    group by population
),

scored as (
    select
        population,
        count(*) as scored_count
    from {{ source('scores', 'loan_scores') }}
    where as_of_date = {{ run_as_of_date() }}
    group by population
),

attempts as (
    select
        population,
        reason,
        row_number() over (partition by population order by as_of_date desc) as newest_first
    from {{ source('ml', 'training_attempts') }}
    where model_version is null and as_of_date <= {{ run_as_of_date() }}
)

select
    {{ run_as_of_date() }} as as_of_date,
    champions.population,
    champions.model_version,
    versions.algorithm,
    versions.trained_as_of_date,
    versions.effective_from,
    versions.training_rows,
    versions.training_bads,
    versions.first_training_date,
    versions.last_training_date,
    versions.label_source,
    versions.validation,
    versions.promoted_reason,
    case when champions.model_version is null then attempts.reason end as absent_reason,
    coalesce(due.due_count, 0) as due_count,
    coalesce(scored.scored_count, 0) as scored_count,
    {{ ratio('coalesce(scored.scored_count, 0)', 'due.due_count') }} as scored_ratio
from {{ ref('int_champion') }} as champions
left join {{ source('ml', 'model_versions') }} as versions on champions.model_version = versions.model_version
left join attempts on champions.population = attempts.population and attempts.newest_first = 1
left join due on champions.population = due.population
left join scored on champions.population = scored.population
