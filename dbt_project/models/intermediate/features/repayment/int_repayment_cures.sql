select
    pairs.loan_id,
    pairs.as_of_date,
    count(*) as cure_count_12m
from {{ ref('int_repayment_pair') }} as pairs
inner join {{ ref('int_repayment_cure') }} as cures
    on
        pairs.loan_id = cures.loan_id
        and pairs.ledger_version = cures.ledger_version
        and pairs.as_of_date >= cures.cleared_on
        and pairs.day_before_12m < cures.cleared_on
where pairs.population = 'behaviour'
group by pairs.loan_id, pairs.as_of_date
