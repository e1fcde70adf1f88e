with tonight as (
    select
        item as feature,
        max(case when check_group = 'feature' then base_count end) as row_count,
        max(case when check_group = 'feature' then value end) as missing_ratio,
        max(case when check_group = 'feature' then change end) as missing_change,
        max(case when check_group = 'feature' then status end) as missing_status,
        max(case when check_group = 'bounds' then value end) as out_of_bounds_ratio
    from {{ ref('data_quality') }}
    where as_of_date = {{ run_as_of_date() }} and check_group in ('feature', 'bounds')
    group by item
)

select
    {{ run_as_of_date() }} as as_of_date,
    catalogue.number,
    catalogue.feature,
    catalogue.description,
    catalogue.feature_group,
    catalogue.dtype,
    catalogue.unit,
    catalogue.available,
    catalogue.monotone,
    catalogue.lowest,
    catalogue.highest,
    tonight.row_count,
    cast(tonight.missing_ratio as decimal(18, 8)) as missing_ratio,
    cast(tonight.missing_change as decimal(18, 8)) as missing_change,
    tonight.missing_status,
    cast(tonight.out_of_bounds_ratio as decimal(18, 8)) as out_of_bounds_ratio
from {{ ref('feature_catalogue') }} as catalogue
left join tonight on catalogue.feature = tonight.feature
