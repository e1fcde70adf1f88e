select *
from {{ source('scores', 'loan_scores') }}
where as_of_date = (select max(as_of_date) from {{ source('scores', 'loan_scores') }})
