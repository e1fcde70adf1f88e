{%- set checked = {
    'customers': "customer_id || coalesce('@' || recorded_at, '')",
    'loans': "loan_id || coalesce('@' || recorded_at, '')",
    'credit_history': "customer_id || '/' || pull_date",
    'repayments': "concat_ws('/', loan_id, instalment_number, receipt_id, payment_date, status_date)",
    'outcomes': "loan_id || '/' || as_of_date",
    'ledger_totals': "as_of_date || '/' || item",
} -%}
{%- set conflicts = {
    'stg_customers__unique': ['customers', "customer_id || coalesce('@' || recorded_at, '')"],
    'stg_loans__unique': ['loans', "loan_id || coalesce('@' || recorded_at, '')"],
    'stg_credit_history__unique': ['credit_history', "customer_id || '/' || pull_date"],
    'stg_dues__unique': ['repayments', "loan_id || '/' || instalment_number"],
    'stg_receipts__unique': ['repayments', "loan_id || '/' || receipt_id"],
    'stg_statuses__unique': ['repayments', "loan_id || '/' || status_date"],
    'stg_outcomes__unique': ['outcomes', "loan_id || '/' || as_of_date"],
    'stg_ledger_totals__unique': ['ledger_totals', "as_of_date || '/' || item"],
} -%}
with broken_rows as (
    {%- for table, row_key in checked.items() %}
    select
        '{{ table }}' as table_name,
        broken_rule as rule,
        source_file,
        source_row,
        {{ row_key }} as row_key,
        rejected_values as detail
    from {{ ref('stg_' ~ table ~ '__checked') }}
    where broken_rule is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

conflicting_rows as (
    {%- for relation, about in conflicts.items() %}
    select
        '{{ about[0] }}' as table_name,
        'conflicting_duplicate' as rule,
        source_file,
        source_row,
        {{ about[1] }} as row_key,
        'differs from another row under the same key' as detail
    from {{ ref(relation) }}
    where is_conflicting
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select * from broken_rows
union all
select * from conflicting_rows
