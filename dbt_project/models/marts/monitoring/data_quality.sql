-- The figures of a date beside those of the published date before and of the same weekday a week before, and what the
-- limits of the seed say of them. Figures of dates that this run does not build are read where they stand.
{{ config(pre_hook="{{ replace_run_dates() }}") }}

{%- set names = 'as_of_date, check_group, table_name, item, value, base_count' %}
{%- set same_figure = ['check_group', 'table_name', 'item'] %}
with figures as (
    select * from {{ ref('int_quality_figure') }}
),

known_figures as (
    select {{ names }}
    from figures
    {% if is_incremental() -%}
    union all
    select {{ names }}
    from {{ this }}
    where as_of_date not in ({{ run_dates() }})
    {%- endif %}
),

compared as (
    select
        figures.*,
        previous.as_of_date as previous_on,
        previous.value as previous_value,
        previous.base_count as previous_base_count,
        week_before.as_of_date as week_before_on,
        week_before.value as week_before_value,
        week_before.base_count as week_before_base_count
    from figures
    inner join {{ ref('int_published_date') }} as dates on figures.as_of_date = dates.as_of_date
    {%- for earlier, day in [['previous', 'dates.previous_as_of_date'], ['week_before', 'dates.as_of_date - 7']] %}
    left join known_figures as {{ earlier }}
        on
            {{ earlier }}.as_of_date = {{ day }}
            {%- for name in same_figure %}
            and {{ earlier }}.{{ name }} = figures.{{ name }}
            {%- endfor %}
    {%- endfor %}
),

-- each limit with what it measures; a change is taken against the earlier figure where the limit is relative
measured as (
    select
        limits.*,
        case limits.compared_with
            when 'value' then compared.value
            when 'base' then compared.value / nullif(compared.base_count, 0)
            when 'previous night'
                then
                    (compared.value - compared.previous_value)
                    / case when limits.is_relative then nullif(compared.previous_value, 0) else 1 end
            when 'same weekday'
                then
                    (compared.value - compared.week_before_value)
                    / case when limits.is_relative then nullif(compared.week_before_value, 0) else 1 end
        end as measure,
        case limits.compared_with
            when 'previous night' then compared.previous_base_count
            when 'same weekday' then compared.week_before_base_count
            else compared.base_count
        end as rows_behind,
        case limits.compared_with
            when 'previous night' then compared.previous_on
            when 'same weekday' then compared.week_before_on
        end as compared_on
    from {{ ref('int_quality_limit') }} as limits
    inner join compared
        on
            limits.as_of_date = compared.as_of_date
            {%- for name in same_figure %}
            and limits.{{ name }} = compared.{{ name }}
            {%- endfor %}
),

-- too few rows behind a figure say nothing
told as (
    select * replace (case when coalesce(rows_behind, least_base) >= least_base then measure end as measure)
    from measured
),

judged as (
    select
        *,
        case
            when {{ towards_the_worse() }} > fail_above then 2
            when {{ towards_the_worse() }} > warn_above then 1
            else 0
        end as severity
    from told
),

worst as (
    select
        *,
        row_number() over (
            partition by as_of_date, {{ same_figure | join(', ') }}
            order by severity desc, case when measure is null then 1 else 0 end asc, compared_with asc, direction asc
        ) as worst_first
    from judged
)

select
    compared.as_of_date,
    compared.check_group,
    compared.table_name,
    compared.item,
    compared.value,
    compared.base_count,
    compared.latest_at,
    compared.previous_on,
    compared.previous_value,
    round(compared.value - compared.previous_value, 8) as change,
    {{ ratio('compared.value - compared.previous_value', 'compared.previous_value') }} as change_ratio,
    compared.week_before_on,
    compared.week_before_value,
    round(compared.value - compared.week_before_value, 8) as week_change,
    {{ ratio('compared.value - compared.week_before_value', 'compared.week_before_value') }} as week_change_ratio,
    coalesce(
        compared.limit_value,
        cast(case worst.severity when 2 then worst.fail_above when 1 then worst.warn_above end as double)
    ) as limit_value,
    case
        when worst.severity = 2 then 'fail'
        when worst.severity = 1 and compared.status != 'fail' then 'warn'
        when worst.measure is not null and compared.status = 'info' then 'ok'
        else compared.status
    end as status,
    case
        when worst.severity > 0 then nullif(concat_ws('; ', {{ finding('worst') }}, compared.note), '')
        else compared.note
    end as note
from compared
left join worst
    on
        compared.as_of_date = worst.as_of_date
        {%- for name in same_figure %}
        and compared.{{ name }} = worst.{{ name }}
        {%- endfor %}
        and worst.worst_first = 1
