select
    {{ run_as_of_date() }} as as_of_date,
    champions.population,
    gains.sample,
    gains.group_no as decile,
    gains.rows as loan_count,
    gains.bads as bad_count,
    gains.bad_rate,
    gains.mean_pd,
    gains.cumulative_bad_share,
    gains.cumulative_good_share,
    gains.lift
from {{ ref('int_champion') }} as champions
inner join {{ source('ml', 'gains') }} as gains on champions.model_version = gains.model_version
where gains.is_champion
