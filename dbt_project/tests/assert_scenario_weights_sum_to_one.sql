-- Scenarios that are not all there is would make the allowance too low or too high without anyone noticing.
select
    valid_from,
    sum(weight) as weight
from {{ ref('ecl_scenarios') }}
group by valid_from
having sum(weight) <> 1
