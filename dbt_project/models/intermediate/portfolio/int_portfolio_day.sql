-- Sums of the book on each day that is shown; the ratios over them stand in the marts. Months before the first
-- loan are no part of the book's history.
with days as (
    select
        observed_on,
        bool_or(observed_on = as_of_date) as is_run_date
    from {{ ref('int_portfolio_date') }}
    group by observed_on
),

sums as (
    select
        loans.observed_on,
        count(*) as loan_count,
        count(distinct loans.customer_id) as borrower_count,
        sum(loans.outstanding) as gross_advances,
        sum(case when loans.is_npa then loans.outstanding else 0 end) as gross_npa,
        sum(case when loans.is_npa then loans.provision else 0 end) as npa_provision,
        sum(loans.provision) as provision,
        sum(case when loans.bucket = 'SMA-2' then loans.outstanding else 0 end) as sma_2_outstanding,
        sum(case when loans.is_overdue_30_plus then loans.outstanding else 0 end) as overdue_30_plus_outstanding
    from {{ ref('int_portfolio_loan') }} as loans
    group by loans.observed_on
),

scored as (
    select
        observed_on,
        count(*) as scored_count,
        -- summed as decimals: a sum of floats depends on the order of the rows, and a rerun must equal the run
        avg(case when not is_npa then cast(pd_12m as decimal(18, 12)) end) as mean_pd,
        sum(expected_loss) as expected_loss
    from {{ ref('int_portfolio_score') }}
    group by observed_on
),

-- the ledger's own deductions from gross NPAs, where the lender supplies them
deductions as (
    select
        as_of_date as observed_on,
        sum(amount) as amount
    from {{ ref('stg_ledger_totals') }}
    where item in ('interest_suspense', 'claims_held')
    group by as_of_date
)

select
    days.observed_on,
    coalesce(sums.loan_count, 0) as loan_count,
    coalesce(sums.borrower_count, 0) as borrower_count,
    coalesce(sums.gross_advances, 0) as gross_advances,
    coalesce(sums.gross_npa, 0) as gross_npa,
    coalesce(sums.npa_provision, 0) as npa_provision,
    coalesce(sums.provision, 0) as provision,
    coalesce(sums.sma_2_outstanding, 0) as sma_2_outstanding,
    coalesce(sums.overdue_30_plus_outstanding, 0) as overdue_30_plus_outstanding,
    deductions.amount as ledger_deductions,
    coalesce(sums.npa_provision, 0) + coalesce(deductions.amount, 0) as npa_deductions,
    coalesce(scored.scored_count, 0) as scored_count,
    scored.mean_pd,
    scored.expected_loss
from days
left join sums on days.observed_on = sums.observed_on
left join scored on days.observed_on = scored.observed_on
left join deductions on days.observed_on = deductions.observed_on
where sums.observed_on is not null or days.is_run_date
