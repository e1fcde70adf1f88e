with known_valuations as (
    select
        spine.loan_id,
        spine.as_of_date,
        collateral.collateral_value,
        row_number() over (
            partition by spine.loan_id, spine.as_of_date
            order by collateral.valued_on desc, collateral.version_no desc
        ) as newest_first
    from {{ ref('int_spine') }} as spine
    inner join {{ ref('int_collateral') }} as collateral
        on
            spine.loan_id = collateral.loan_id
            and spine.as_of_date >= collateral.valued_on
            and spine.known_until >= collateral.known_from
)

select
    loan_id,
    as_of_date,
    collateral_value
from known_valuations
where newest_first = 1
