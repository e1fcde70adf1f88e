{{ config(pre_hook="{{ replace_run_dates() }}") }}

select
    today.as_of_date,
    previous.observed_on as previous_on,
    today.loan_count,
    today.borrower_count,
    today.gross_advances,
    today.gross_npa,
    today.gross_npa_ratio,
    today.net_npa,
    today.net_npa_ratio,
    today.npa_provision,
    today.provision_coverage_ratio,
    today.ledger_deductions,
    today.provision,
    today.overdue_30_plus_ratio,
    today.sma_2_ratio,
    today.scored_count,
    today.scored_ratio,
    today.mean_pd,
    today.expected_loss,
    cast(today.gross_advances - previous.gross_advances as decimal(18, 2)) as gross_advances_change,
    cast(today.gross_npa - previous.gross_npa as decimal(18, 2)) as gross_npa_change,
    cast(today.gross_npa_ratio - previous.gross_npa_ratio as decimal(18, 8)) as gross_npa_ratio_change
from {{ ref('portfolio_monthly') }} as today
left join {{ ref('portfolio_monthly') }} as previous
    on today.as_of_date = previous.as_of_date and previous.is_previous
where today.observed_on = today.as_of_date and today.as_of_date in ({{ run_dates() }})
