-- The book is the same book however it is cut: classes and every dimension add up to gross advances, to the paisa.
with cuts as (
    select
        as_of_date,
        'class' as cut,
        sum(outstanding) as outstanding,
        sum(case when is_npa then outstanding else 0 end) as gross_npa,
        sum(loan_count) as loan_count
    from {{ ref('portfolio_by_class') }}
    where observed_on = as_of_date
    group by as_of_date
    union all
    select
        as_of_date,
        dimension as cut,
        sum(outstanding) as outstanding,
        sum(gross_npa) as gross_npa,
        sum(loan_count) as loan_count
    from {{ ref('portfolio_by_segment') }}
    group by as_of_date, dimension
)

select
    cuts.as_of_date,
    cuts.cut,
    cuts.outstanding - summary.gross_advances as outstanding_gap,
    cuts.gross_npa - summary.gross_npa as gross_npa_gap,
    cuts.loan_count - summary.loan_count as loan_gap
from cuts
inner join {{ ref('portfolio_summary') }} as summary on cuts.as_of_date = summary.as_of_date
where
    cuts.outstanding <> summary.gross_advances
    or cuts.gross_npa <> summary.gross_npa
    or cuts.loan_count <> summary.loan_count
