select
    {{ run_as_of_date() }} as as_of_date,
    champions.population,
    bins.sample,
    cast(bins.score_from as integer) as score_from,
    cast(bins.score_to as integer) as score_to,
    {{ ratio('bins.goods', 'sum(bins.goods) over family') }} as good_share,
    {{ ratio('bins.bads', 'sum(bins.bads) over family') }} as bad_share
from {{ ref('int_champion') }} as champions
inner join {{ source('ml', 'score_distribution') }} as bins on champions.model_version = bins.model_version
where bins.is_champion
window family as (partition by champions.population, bins.sample)
