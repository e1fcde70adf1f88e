-- the dates of the headlines' history
with shown_dates as (
    select distinct observed_on
    from {{ ref('rpt_data_quality__headline_history') }}
)

select
    {{ run_as_of_date() }} as as_of_date,
    quality.table_name,
    quality.item as column_name,
    quality.as_of_date as observed_on,
    cast(quality.value as decimal(18, 8)) as missing_ratio
from {{ ref('data_quality') }} as quality
inner join shown_dates on quality.as_of_date = shown_dates.observed_on
where quality.check_group = 'missing'
