-- every figure of every date of the run, with the status that it has by itself
with figures_of_files as (
    select * from {{ ref('int_quality_rows') }}
    union all
    select * from {{ ref('int_quality_column') }}
)

select
    dates.as_of_date,
    figures_of_files.*
from {{ ref('int_as_of_dates') }} as dates
cross join figures_of_files
where dates.is_run_date
union all
select * from {{ ref('int_quality_flag') }}
union all
select * from {{ ref('int_quality_clock') }}
union all
select * from {{ ref('int_quality_feature') }}
