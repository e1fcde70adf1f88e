with tables as (
    {%- for table in ['customers', 'loans', 'credit_history', 'repayments', 'outcomes', 'ledger_totals'] %}
    select
        {{ loop.index }} as position,
        '{{ table }}' as table_name
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

counted as (
    select
        table_name,
        cast(max(case when item = 'rows read' then value end) as bigint) as rows_in,
        cast(max(case when item = 'rows in quarantine' then value end) as bigint) as rows_quarantined
    from {{ ref('data_quality') }}
    where as_of_date = {{ run_as_of_date() }} and check_group = 'rows'
    group by table_name
)

select
    {{ run_as_of_date() }} as as_of_date,
    tables.table_name,
    tables.position,
    counted.rows_in,
    counted.rows_in - counted.rows_quarantined as rows_kept,
    counted.rows_quarantined,
    {{ ratio('counted.rows_quarantined', 'counted.rows_in') }} as quarantined_ratio
from tables
inner join counted on tables.table_name = counted.table_name
