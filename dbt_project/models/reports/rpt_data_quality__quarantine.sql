{#- so many rows of a rule are shown as examples -#}
{%- set examples = 3 -%}
with numbered as (
    select
        *,
        count(*) over (partition by table_name, rule) as row_count,
        row_number() over (partition by table_name, rule order by source_file, source_row, row_key, detail)
            as example_no
    from {{ ref('quarantine') }}
    where as_of_date = {{ run_as_of_date() }}
),

-- the night before, where it counted rows at all
previous_night as (
    select max(previous_on) as previous_on
    from {{ ref('data_quality') }}
    where as_of_date = {{ run_as_of_date() }} and item = 'rows in quarantine'
),

previous as (
    select
        refused.table_name,
        refused.rule,
        count(*) as row_count
    from {{ ref('quarantine') }} as refused
    inner join previous_night on refused.as_of_date = previous_night.previous_on
    group by refused.table_name, refused.rule
)

select
    numbered.as_of_date,
    numbered.table_name,
    numbered.rule,
    cast(numbered.example_no as integer) as example_no,
    numbered.row_count,
    case when previous_night.previous_on is not null then coalesce(previous.row_count, 0) end as previous_row_count,
    numbered.source_file,
    numbered.source_row,
    numbered.row_key,
    numbered.detail
from numbered
cross join previous_night
left join previous on numbered.table_name = previous.table_name and numbered.rule = previous.rule
where numbered.example_no <= {{ examples }}
