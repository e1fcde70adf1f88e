-- The borrower's class on a date: the age of its NPA date, the erosion of its security, an identified loss.
with erosion as (
    select
        customer_id,
        as_of_date,
        knowledge,
        min(case when is_eroded then judged_on end) as eroded_on,
        bool_or(is_eroded and judged_on = as_of_date) as is_eroded
    from {{ ref('int_npa_erosion_day') }}
    group by customer_id, as_of_date, knowledge
),

facilities as (
    select
        customer_id,
        as_of_date,
        knowledge,
        bool_or(loss_identified_on is not null and not is_closed) as is_loss_identified,
        -- realisable security under a tenth of what it secures
        coalesce(
            sum(case when is_secured_from_start and not is_closed and not is_written_off then collateral_value end) * 10
            < sum(
                case when is_secured_from_start and not is_closed and not is_written_off then principal_outstanding end
            ),
            false
        ) as is_security_lost,
        max(
            case
                when is_closed then 0
                when facility_bucket = 'SMA-0' then 1
                when facility_bucket = 'SMA-1' then 2
                when facility_bucket in ('SMA-2', 'NPA') then 3
                else 0
            end
        ) as worst_bucket_rank
    from (
        select
            *,
            {{ facility_bucket('dpd', 'is_overdue') }} as facility_bucket
        from {{ ref('int_npa_facility') }}
    ) as facilities_with_bucket
    group by customer_id, as_of_date, knowledge
),

clocks as (
    select
        facilities.*,
        arrears.arrears_since,
        arrears.npa_date,
        erosion.eroded_on,
        coalesce(erosion.is_eroded, false) as is_eroded,
        case
            when erosion.eroded_on < {{ add_months('arrears.npa_date', 12) }} then erosion.eroded_on
        end as early_doubtful_on
    from facilities
    left join {{ ref('int_npa_arrears') }} as arrears
        on
            facilities.customer_id = arrears.customer_id
            and facilities.as_of_date = arrears.as_of_date
            and facilities.knowledge = arrears.knowledge
    left join erosion
        on
            facilities.customer_id = erosion.customer_id
            and facilities.as_of_date = erosion.as_of_date
            and facilities.knowledge = erosion.knowledge
),

-- months are always added to the NPA date itself (or to the erosion day), never to an anniversary
ladders as (
    select
        *,
        {{ add_months('npa_date', 12) }} as substandard_until,
        coalesce(early_doubtful_on, {{ add_months('npa_date', 12) }}) as doubtful_since,
        coalesce({{ add_months('early_doubtful_on', 12) }}, {{ add_months('npa_date', 24) }}) as doubtful_2_from,
        coalesce({{ add_months('early_doubtful_on', 36) }}, {{ add_months('npa_date', 48) }}) as doubtful_3_from
    from clocks
)

select
    customer_id,
    as_of_date,
    knowledge,
    arrears_since,
    npa_date is not null as is_npa,
    npa_date,
    case when doubtful_since <= as_of_date then doubtful_since end as doubtful_since,
    case
        when npa_date is null
            then case worst_bucket_rank when 0 then 'STANDARD' when 1 then 'SMA-0' when 2 then 'SMA-1' else 'SMA-2' end
        when is_loss_identified or is_security_lost then 'LOSS'
        when as_of_date >= doubtful_3_from then 'DOUBTFUL-3'
        when as_of_date >= doubtful_2_from then 'DOUBTFUL-2'
        when as_of_date >= substandard_until or is_eroded then 'DOUBTFUL-1'
        else 'SUBSTANDARD'
    end as borrower_class
from ladders
