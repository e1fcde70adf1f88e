{{ config(pre_hook="{{ replace_run_dates() }}") }}

select
    dates.as_of_date,
    dates.observed_on,
    dates.is_previous,
    cast(days.loan_count as bigint) as loan_count,
    cast(days.borrower_count as bigint) as borrower_count,
    cast(days.gross_advances as decimal(18, 2)) as gross_advances,
    cast(days.gross_npa as decimal(18, 2)) as gross_npa,
    {{ ratio('days.gross_npa', 'days.gross_advances') }} as gross_npa_ratio,
    cast(days.gross_npa - days.npa_deductions as decimal(18, 2)) as net_npa,
    {{ ratio('(days.gross_npa - days.npa_deductions)', '(days.gross_advances - days.npa_deductions)') }}
        as net_npa_ratio,
    cast(days.npa_provision as decimal(18, 2)) as npa_provision,
    {{ ratio('days.npa_provision', 'days.gross_npa') }} as provision_coverage_ratio,
    cast(days.ledger_deductions as decimal(18, 2)) as ledger_deductions,
    cast(days.provision as decimal(18, 2)) as provision,
    {{ ratio('days.overdue_30_plus_outstanding', 'days.gross_advances') }} as overdue_30_plus_ratio,
    {{ ratio('days.sma_2_outstanding', 'days.gross_advances') }} as sma_2_ratio,
    cast(days.scored_count as bigint) as scored_count,
    case when days.scored_count > 0 then {{ ratio('days.scored_count', 'days.loan_count') }} end as scored_ratio,
    days.mean_pd,
    cast(days.expected_loss as decimal(18, 2)) as expected_loss
from {{ ref('int_portfolio_date') }} as dates
inner join {{ ref('int_portfolio_day') }} as days on dates.observed_on = days.observed_on
