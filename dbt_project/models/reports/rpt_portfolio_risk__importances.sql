{#- the features that weigh most -#}
{%- set shown = 15 -%}
with ranked as (
    select
        champions.population,
        importances.feature,
        importances.share,
        row_number() over (partition by champions.population order by importances.share desc, importances.feature asc)
            as position
    from {{ ref('int_champion') }} as champions
    inner join {{ source('ml', 'importances') }} as importances
        on champions.model_version = importances.model_version
    where importances.is_champion and importances.share > 0
)

select
    {{ run_as_of_date() }} as as_of_date,
    ranked.population,
    cast(ranked.position as integer) as position,
    ranked.feature,
    coalesce(split_part(catalogue.description, '.', 1), ranked.feature) as description,
    ranked.share as importance_share
from ranked
left join {{ ref('feature_catalogue') }} as catalogue on ranked.feature = catalogue.feature
where ranked.position <= {{ shown }}
