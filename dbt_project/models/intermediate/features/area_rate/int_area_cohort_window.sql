-- A loan joins the cohort once its first twelve months are over and settled. Twelve months and five days
-- are the feature's own: they do not move with the settings of the label.
with openings as (
    select distinct
        loan_id,
        opened_on
    from {{ ref('stg_loans') }}
    where opened_on is not null
),

windows as (
    select
        loan_id,
        opened_on,
        {{ add_months('opened_on', 12) }} as window_end,
        {{ add_months('opened_on', 12) }} + 5 as settled_on
    from openings
)

select *
from windows
where settled_on <= {{ run_as_of_date() }}
