{{ config(pre_hook="{{ replace_dates_of(ref('int_npa_month')) }}") }}
-- Standard-asset provisions are never netted; where the ledger's totals were not supplied nothing is deducted for them
-- and their names stand in missing_ledger_items. A ratio with nothing to divide by is null.
{%- set deductions = ['interest_suspense', 'claims_held'] %}
with periods as (
    select
        as_of_date,
        previous_month_end
    from {{ ref('int_npa_month') }}
),

positions as (
    select
        as_of_date,
        is_npa,
        closed_on is null and written_off_on is null as is_on_book,
        {{ in_book_currency('greatest(coalesce(principal_outstanding, 0), 0)', 'exchange_rate') }} as outstanding,
        {{ in_book_currency('coalesce(provision, 0)', 'exchange_rate') }} as provision
    from {{ ref('loan_npa_status') }}
    where
        as_of_date in (select periods.as_of_date from periods)
        or as_of_date in (select periods.previous_month_end from periods)
),

books as (
    select
        as_of_date,
        sum(outstanding) as gross_advances,
        sum(case when is_npa then outstanding else 0 end) as gross_npa,
        sum(case when is_npa then provision else 0 end) as npa_provision,
        sum(case when is_npa then 0 else provision end) as standard_provision
    from positions
    where is_on_book
    group by as_of_date
),

ledger as (
    select
        {%- for item in deductions + ['technical_write_offs'] %}
        sum(case when item = '{{ item }}' then amount end) as {{ item }},
        {%- endfor %}
        as_of_date
    from {{ ref('stg_ledger_totals') }}
    group by as_of_date
),

movements as (
    select
        as_of_date,
        sum(case when line = 'slippage' then amount end) as slippage
    from {{ ref('npa_movement_monthly') }}
    group by as_of_date
),

-- all that was written off in the period, of performing loans too: written off at its end and not at its beginning
write_offs as (
    select
        loan_id,
        as_of_date,
        {{ in_book_currency('principal_written_off', 'exchange_rate') }} as amount
    from {{ ref('loan_npa_status') }}
    where written_off_on is not null
),

period_write_offs as (
    select
        periods.as_of_date,
        sum(write_offs.amount) as written_off
    from periods
    inner join write_offs on periods.as_of_date = write_offs.as_of_date
    left join write_offs as earlier
        on periods.previous_month_end = earlier.as_of_date and write_offs.loan_id = earlier.loan_id
    where periods.previous_month_end is not null and earlier.loan_id is null
    group by periods.as_of_date
),

figures as (
    select
        periods.as_of_date,
        periods.previous_month_end,
        coalesce(books.gross_advances, 0) as gross_advances,
        coalesce(books.gross_npa, 0) as gross_npa,
        coalesce(books.npa_provision, 0) as npa_provision,
        coalesce(books.standard_provision, 0) as standard_provision,
        ledger.interest_suspense,
        ledger.claims_held,
        ledger.technical_write_offs,
        coalesce(books.npa_provision, 0)
        {%- for item in deductions %}
        + coalesce(ledger.{{ item }}, 0)
        {%- endfor %} as npa_deductions,
        movements.slippage,
        previous.gross_advances - previous.gross_npa as opening_standard_advances,
        coalesce(books.npa_provision + books.standard_provision, 0)
        - (previous.npa_provision + previous.standard_provision) as provision_charge,
        case when periods.previous_month_end is not null then coalesce(period_write_offs.written_off, 0) end
            as written_off,
        case when periods.previous_month_end is not null then coalesce(recoveries.recovered_amount, 0) end as recovered,
        (coalesce(books.gross_advances, 0) + previous.gross_advances) / 2 as average_advances
    from periods
    left join books on periods.as_of_date = books.as_of_date
    left join books as previous on periods.previous_month_end = previous.as_of_date
    left join ledger on periods.as_of_date = ledger.as_of_date
    left join movements on periods.as_of_date = movements.as_of_date
    left join period_write_offs on periods.as_of_date = period_write_offs.as_of_date
    left join {{ ref('int_npa_recovery') }} as recoveries
        on periods.as_of_date = recoveries.as_of_date
)

select
    as_of_date,
    previous_month_end,
    cast(gross_advances as decimal(18, 2)) as gross_advances,
    cast(gross_npa as decimal(18, 2)) as gross_npa,
    {{ ratio('gross_npa', 'gross_advances') }} as gross_npa_ratio,
    cast(npa_provision as decimal(18, 2)) as npa_provision,
    cast(standard_provision as decimal(18, 2)) as standard_provision,
    cast(interest_suspense as decimal(18, 2)) as interest_suspense,
    cast(claims_held as decimal(18, 2)) as claims_held,
    cast(technical_write_offs as decimal(18, 2)) as technical_write_offs,
    nullif(
        concat_ws(
            ', ',
            {%- for item in deductions + ['technical_write_offs'] %}
            case when {{ item }} is null then '{{ item }}' end{{ ',' if not loop.last }}
            {%- endfor %}
        ), ''
    ) as missing_ledger_items,
    cast(gross_npa - npa_deductions as decimal(18, 2)) as net_npa,
    {{ ratio('(gross_npa - npa_deductions)', '(gross_advances - npa_deductions)') }} as net_npa_ratio,
    {{ ratio('npa_provision', 'gross_npa') }} as provision_coverage_ratio,
    {{ ratio('(npa_provision + technical_write_offs)', '(gross_npa + technical_write_offs)') }}
        as provision_coverage_with_write_offs_ratio,
    cast(slippage as decimal(18, 2)) as slippage,
    {{ ratio('slippage', 'opening_standard_advances') }} as slippage_ratio,
    cast(provision_charge as decimal(18, 2)) as provision_charge,
    cast(written_off as decimal(18, 2)) as written_off,
    cast(recovered as decimal(18, 2)) as recovered,
    {{ ratio('(provision_charge + written_off - recovered)', 'average_advances') }} as credit_cost_ratio
from figures
