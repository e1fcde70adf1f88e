-- Open loans of the shown days with their scores, where that day's night scored them.
select
    loans.loan_id,
    loans.observed_on,
    loans.is_npa,
    loans.is_overdue,
    scores.risk_score,
    scores.risk_band,
    scores.pd_12m,
    scores.expected_loss
from {{ ref('int_portfolio_loan') }} as loans
inner join {{ source('scores', 'loan_scores') }} as scores
    on loans.loan_id = scores.loan_id and loans.observed_on = scores.as_of_date
