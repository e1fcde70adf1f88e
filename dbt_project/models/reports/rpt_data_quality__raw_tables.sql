with tables as (
    {%- for table in contract_tables() %}
    select
        {{ loop.index }} as position,
        '{{ table }}' as table_name
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

counted as (
    select
        table_name,
        {%- for item in [
            'files read', 'rows read', 'rows in quarantine', 'rows collapsed', 'rows kept', 'rows orphaned'
        ] %}
        cast(max(case when item = '{{ item }}' then value end) as bigint) as {{ item | replace(' ', '_') }},
        {%- endfor %}
        max(case when item = 'rows read' then previous_value end) as previous_rows_read,
        max(case when item = 'rows read' then change_ratio end) as change_ratio,
        max(case when item = 'rows read' then week_before_value end) as week_before_rows_read,
        max(case when item = 'rows read' then week_change_ratio end) as week_change_ratio,
        max(case when item = 'rows read' then status end) as status
    from {{ ref('data_quality') }}
    where as_of_date = {{ run_as_of_date() }} and check_group = 'rows'
    group by table_name
)

select
    {{ run_as_of_date() }} as as_of_date,
    tables.table_name,
    tables.position,
    counted.files_read as files_in,
    counted.rows_read as rows_in,
    counted.rows_in_quarantine as rows_quarantined,
    counted.rows_collapsed,
    counted.rows_kept,
    counted.rows_orphaned,
    cast(counted.previous_rows_read as bigint) as previous_rows_in,
    counted.change_ratio,
    cast(counted.week_before_rows_read as bigint) as week_before_rows_in,
    counted.week_change_ratio,
    counted.status
from tables
inner join counted on tables.table_name = counted.table_name
