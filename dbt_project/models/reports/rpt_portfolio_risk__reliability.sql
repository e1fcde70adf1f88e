select
    {{ run_as_of_date() }} as as_of_date,
    champions.population,
    bins.sample,
    bins.bin_no as bin,
    bins.rows as loan_count,
    bins.mean_pd,
    bins.bad_rate,
    bins.low as bad_rate_low,
    bins.high as bad_rate_high
from {{ ref('int_champion') }} as champions
inner join {{ source('ml', 'calibration') }} as bins on champions.model_version = bins.model_version
where bins.is_champion
