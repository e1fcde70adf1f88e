select
    {{ run_as_of_date() }} as as_of_date,
    champions.population,
    points.sample,
    points.point_no as position,
    points.false_positive_rate,
    points.true_positive_rate,
    points.is_ks_point as is_ks
from {{ ref('int_champion') }} as champions
inner join {{ source('ml', 'roc_points') }} as points on champions.model_version = points.model_version
where points.is_champion
