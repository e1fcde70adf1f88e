with tiers as (
    {{ dated_rows(ref('pincode_tiers'), ['country', 'pincode_prefix']) }}
),

places as (
    select distinct
        as_of_date,
        pincode
    from {{ ref('int_spine_customer') }}
    where pincode is not null
),

prefixes as (
    select
        places.as_of_date,
        places.pincode,
        lengths.prefix_length,
        left(replace(places.pincode, ' ', ''), lengths.prefix_length) as pincode_prefix
    from places
    cross join (values (2), (3), (6)) as lengths (prefix_length)
)

select
    prefixes.as_of_date,
    prefixes.pincode,
    coalesce(
        max(case when prefixes.prefix_length = 6 then tiers.city_tier end),
        max(case when prefixes.prefix_length = 3 then tiers.city_tier end),
        max(case when prefixes.prefix_length = 2 then tiers.city_tier end)
    ) as city_tier
from prefixes
inner join tiers
    on
        prefixes.pincode_prefix = tiers.pincode_prefix
        and tiers.country = '{{ var("book_country") }}'
        and {{ in_force_on('tiers', 'prefixes.as_of_date') }}
group by prefixes.as_of_date, prefixes.pincode
