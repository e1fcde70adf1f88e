-- The watch list reads bureau and income by itself, on days for which no features are built; where there are features,
-- both say the same of the debt burden, but for the cap of the feature.
select
    debts.loan_id,
    debts.observed_on,
    debts.dti_ratio,
    features.dti_ratio as feature
from {{ ref('int_watch_debt') }} as debts
inner join {{ ref('mart_loan_features') }} as features
    on debts.loan_id = features.loan_id and debts.observed_on = features.as_of_date
where
    features.as_of_date in ({{ run_dates() }})
    and abs(least(debts.dti_ratio, 5) - features.dti_ratio) > 0.0000001
