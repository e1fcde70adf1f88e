{{ config(pre_hook="{{ replace_told_periods('night') }}") }}

with periods as (
    select *
    from {{ ref('int_npa_period') }}
    where period = 'night'
),

{{ npa_moves('periods', ref('loan_npa_status')) }}

select
    to_date as as_of_date,
    from_date as previous_as_of_date,
    from_class,
    to_class,
    cast(count(*) as bigint) as facility_count,
    cast(sum(opening) as decimal(18, 2)) as opening_outstanding,
    cast(sum(closing) as decimal(18, 2)) as closing_outstanding
from moves
where from_class != 'CLOSED' or to_class != 'CLOSED'
group by to_date, from_date, from_class, to_class
