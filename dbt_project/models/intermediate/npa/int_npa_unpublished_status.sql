-- the dates before the run's own that no night has published: history to be shown and dates to train on
select {{ npa_status_columns() | join(', ') }}
from {{ ref('int_npa_classification') }}
where knowledge = 'as_known' and as_of_date not in ({{ run_dates() }})
