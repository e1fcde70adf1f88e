select scores.*
from {{ source('scores', 'loan_scores') }} as scores
where scores.as_of_date = (select max(newest.as_of_date) from {{ source('scores', 'loan_scores') }} as newest)
