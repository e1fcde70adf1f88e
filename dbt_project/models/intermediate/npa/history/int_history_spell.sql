-- a borrower's time as a non-performing one, from the day of the limit to the last before all was clear
select
    customer_id,
    history_version,
    npa_date,
    max(valid_to) as spell_to,
    {{ add_months('npa_date', 12) }} as substandard_until
from {{ ref('int_history_segment') }}
where npa_date is not null
group by customer_id, history_version, npa_date
