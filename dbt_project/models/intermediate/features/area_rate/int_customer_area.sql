with versions as (
    select
        customer_id,
        left(pincode, 3) as area,
        known_from,
        known_to
    from {{ ref('stg_customers') }}
),

-- before its first version a customer is somewhere, only nobody knows where
unknown_before as (
    select
        customer_id,
        cast(null as varchar) as area,
        timestamp '1900-01-01 00:00:00' as known_from,
        min(known_from) as known_to
    from versions
    group by customer_id
    having min(known_from) > timestamp '1900-01-01 00:00:00'
)

select * from versions
union all
select * from unknown_before
