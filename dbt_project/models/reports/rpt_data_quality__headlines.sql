with figures as (
    {%- for figure in quality_headlines() %}
    select
        {{ loop.index }} as position,
        '{{ figure.name }}' as figure,
        '{{ figure.unit }}' as unit,
        {{ sql_text(figure.worse_when) }} as worse_when
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    today.as_of_date,
    figures.figure,
    figures.position,
    figures.unit,
    figures.worse_when,
    today.value,
    previous.value as previous_value,
    cast(today.value - previous.value as decimal(38, 8)) as change
from {{ ref('rpt_data_quality__headline_history') }} as today
inner join {{ ref('int_published_date') }} as dates on today.observed_on = dates.as_of_date
inner join figures on today.figure = figures.figure
left join {{ ref('rpt_data_quality__headline_history') }} as previous
    on today.figure = previous.figure and dates.previous_as_of_date = previous.observed_on
where today.observed_on = today.as_of_date
