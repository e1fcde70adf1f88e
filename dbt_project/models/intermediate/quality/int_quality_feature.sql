-- Features empty, and features outside the bounds of the catalogue, which are counted and kept. Both populations
-- together; behavioural features are looked for in behavioural rows alone (int_profile_statistic).
with counted as (
    select
        statistics.as_of_date,
        statistics.feature,
        coalesce(catalogue.lowest, catalogue.highest) is not null as has_bounds,
        sum(statistics.row_count) as row_count,
        sum(statistics.filled_count) as filled_count,
        sum(statistics.out_of_bounds_count) as out_of_bounds_count
    from {{ ref('int_profile_statistic') }} as statistics
    inner join {{ ref('feature_catalogue') }} as catalogue on statistics.feature = catalogue.feature
    group by statistics.as_of_date, statistics.feature, has_bounds
)

select
    as_of_date,
    {{ quality_figure(
        'feature', 'feature', ratio('row_count - filled_count', 'row_count'), "'mart_loan_features'", 'row_count',
        status="case when filled_count = 0 then 'warn' else 'info' end",
        note="case when filled_count = 0 then 'empty for every loan: the source does not feed it' end"
    ) }}
from counted
union all
select
    as_of_date,
    {{ quality_figure(
        'bounds', 'feature', ratio('out_of_bounds_count', 'filled_count'), "'mart_loan_features'", 'filled_count',
        status="'ok'"
    ) }}
from counted
where has_bounds and filled_count > 0
