-- the limits that a figure is held to: those in force on its date, one's own before those of its group
with limits as (
    {{ dated_sets(ref('data_quality_limits')) }}
),

ranked as (
    select
        figures.as_of_date,
        figures.check_group,
        figures.table_name,
        figures.item,
        limits.compared_with,
        limits.direction,
        limits.is_relative,
        limits.warn_above,
        limits.fail_above,
        limits.least_base,
        row_number() over (
            partition by
                figures.as_of_date, figures.check_group, figures.table_name, figures.item,
                limits.compared_with, limits.direction
            order by
                case when limits.item is not null then 0 else 1 end,
                case when limits.table_name is not null then 0 else 1 end
        ) as closest_first
    from {{ ref('int_quality_figure') }} as figures
    inner join limits
        on
            figures.check_group = limits.check_group
            and coalesce(limits.item, figures.item) = figures.item
            and coalesce(limits.table_name, figures.table_name) = figures.table_name
            and {{ in_force_on('limits', 'figures.as_of_date') }}
)

select * exclude (closest_first)
from ranked
where closest_first = 1
