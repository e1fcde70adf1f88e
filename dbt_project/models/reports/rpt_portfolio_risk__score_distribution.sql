select
    as_of_date,
    population,
    score_from,
    score_to,
    clear_count,
    overdue_count,
    clear_share,
    overdue_share
from {{ ref('portfolio_score_distribution') }}
where as_of_date = {{ run_as_of_date() }}
