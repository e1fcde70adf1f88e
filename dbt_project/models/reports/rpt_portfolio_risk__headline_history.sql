with months as (
    select *
    from {{ ref('portfolio_monthly') }}
    where as_of_date = {{ run_as_of_date() }}
)

{% for figure in headline_figures() -%}
select
    as_of_date,
    '{{ figure.name }}' as figure,
    observed_on,
    cast({{ figure.column }} as decimal(38, 8)) as value
from months
{{ 'union all' if not loop.last }}
{% endfor -%}
