{{ config(pre_hook="{{ replace_unpublished_run_dates() }}") }}
-- a date that an earlier run published stays as it was
select {{ npa_status_columns() | join(', ') }}
from {{ ref('int_npa_classification') }}
where
    knowledge = 'as_known'
    and as_of_date in ({{ run_dates() }})
