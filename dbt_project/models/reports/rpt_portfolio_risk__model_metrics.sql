select
    {{ run_as_of_date() }} as as_of_date,
    champions.population,
    metrics.candidate,
    metrics.is_champion,
    metrics.metric,
    metrics.sample,
    metrics.value,
    metrics.low,
    metrics.high
from {{ ref('int_champion') }} as champions
inner join {{ source('ml', 'candidate_metrics') }} as metrics on champions.model_version = metrics.model_version
