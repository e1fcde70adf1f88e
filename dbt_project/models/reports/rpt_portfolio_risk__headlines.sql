with today as (
    select
        as_of_date,
        figure,
        value
    from {{ ref('rpt_portfolio_risk__headline_history') }}
    where observed_on = as_of_date
),

before as (
    select
        history.figure,
        history.value
    from {{ ref('rpt_portfolio_risk__headline_history') }} as history
    inner join {{ ref('portfolio_summary') }} as summary
        on history.as_of_date = summary.as_of_date and history.observed_on = summary.previous_on
),

figures as (
    {%- for figure in headline_figures() %}
    select
        {{ loop.index }} as position,
        '{{ figure.name }}' as figure,
        '{{ figure.unit }}' as unit,
        {{ "'" ~ figure.worse_when ~ "'" if figure.worse_when else 'cast(null as varchar)' }} as worse_when
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
    before.value as previous_value,
    cast(today.value - before.value as decimal(38, 8)) as change
from figures
inner join today on figures.figure = today.figure
left join before on figures.figure = before.figure
