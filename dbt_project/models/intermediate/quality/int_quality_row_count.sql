-- Of every accepted or refused row it is said once what became of it: read = in quarantine + collapsed + kept. Of a
-- repayment one part may be refused and another used: the row then counts as in quarantine.
{%- set parents = {
    'loans': ['customer_id', 'customers'], 'credit_history': ['customer_id', 'customers'],
    'repayments': ['loan_id', 'loans'], 'outcomes': ['loan_id', 'loans']
} %}
{%- set parts = [
    ['payment_date is not null', ref('stg_receipts__repeated'), ['loan_id', 'receipt_id']],
    ['payment_date is null and instalment_number is not null',
        ref('stg_dues__repeated'), ['loan_id', 'instalment_number']],
    ['payment_date is null and instalment_number is null', ref('stg_statuses__repeated'), ['loan_id', 'status_date']],
] %}
{%- set every_part = contract_column_names('repayments') %}
with files as (
    {%- for table in contract_tables() %}
    select
        '{{ table }}' as table_name,
        count(distinct source_file) as file_count
    from {{ ref('stg_' ~ table ~ '__checked') }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

quarantined as (
    select
        table_name,
        count(*) as row_count
    from (
        select distinct
            table_name,
            source_file,
            source_row
        from {{ ref('stg_quarantine') }}
    ) as refused_rows
    group by table_name
),

-- A copy of a repayment row repeats its receipt, or where it has none its due, or where it has neither its status: one
-- of the few that stand twice. Receipts without an id are never collapsed: two equal payments on one day are two.
repeated_parts as (
    {%- for condition, repeated, key in parts %}
    select {{ every_part | join(', ') }}
    from {{ ref('stg_repayments__checked') }} as checked_rows
    where broken_rule is null and {{ condition }} and {{ is_repeated('checked_rows', repeated, key) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

repeated_repayments as (
    select count(*) as row_count
    from repeated_parts
    group by {{ every_part | join(', ') }}
),

collapsed as (
    {%- for table in contract_tables() if table != 'repayments' %}
    select
        '{{ table }}' as table_name,
        coalesce(sum(raw_row_count - 1), 0) as row_count
    from {{ ref('stg_' ~ table ~ '__unique') }}
    union all
    {%- endfor %}
    select
        'repayments' as table_name,
        coalesce(sum(row_count - 1), 0) as row_count
    from repeated_repayments
),

orphaned as (
    {%- for table, parent in parents.items() %}
    select
        '{{ table }}' as table_name,
        count(*) as row_count
    from {{ ref('stg_' ~ table ~ '__checked') }} as children
    where
        children.broken_rule is null
        and not exists (
            select 1
            from {{ ref('stg_' ~ parent[1]) }} as parents
            where parents.{{ parent[0] }} = children.{{ parent[0] }}
        )
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    shares.table_name,
    files.file_count,
    shares.raw_row_count,
    coalesce(quarantined.row_count, 0) as quarantined_row_count,
    shares.quarantined_key_ratio,
    shares.key_count,
    collapsed.row_count as collapsed_row_count,
    shares.raw_row_count - coalesce(quarantined.row_count, 0) - collapsed.row_count as kept_row_count,
    orphaned.row_count as orphaned_row_count
from {{ ref('stg_quarantine_share') }} as shares
inner join files on shares.table_name = files.table_name
inner join collapsed on shares.table_name = collapsed.table_name
left join quarantined on shares.table_name = quarantined.table_name
left join orphaned on shares.table_name = orphaned.table_name
