-- the newest row of the rule table that is set holds for every date
select npa_dpd_limit
from {{ ref('npa_limits') }}
where
    provision_rules = '{{ var("provision_rules") }}'
    and entity = '{{ var("entity") }}'
    and valid_to is null
