-- a valuation acts from its own day; one without a day, from the day on which its version was known
select
    loan_id,
    version_no,
    collateral_value,
    coalesce(collateral_valued_on, greatest(cast(known_from as date), application_date)) as valued_on,
    known_from
from {{ ref('stg_loans') }}
where collateral_value is not null
