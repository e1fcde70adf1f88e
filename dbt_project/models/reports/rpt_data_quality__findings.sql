-- what gets a look or fails, the gravest first
select
    as_of_date,
    cast(
        row_number() over (
            order by
                case status when 'fail' then 1 else 2 end,
                case check_group
                    {%- for check_group in ['rows', 'freshness', 'late', 'missing', 'flag', 'column', 'bounds'] %}
                    when '{{ check_group }}' then {{ loop.index }}
                    {%- endfor %}
                    else 9
                end,
                table_name,
                item
        ) as integer
    ) as position,
    check_group,
    table_name,
    item,
    value,
    base_count,
    previous_on,
    previous_value,
    status,
    note
from {{ ref('data_quality') }}
where as_of_date = {{ run_as_of_date() }} and status in ('warn', 'fail')
