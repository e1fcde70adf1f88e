-- The lowest allowance that the entity may hold on a loan; none for an entity that has no row in ecl_floor.
with floors as (
    {{ dated_sets(ref('ecl_floor')) }}
),

categories as (
    select
        loans.loan_id,
        loans.as_of_date,
        stages.stage,
        coalesce(sized_categories.category, plain_categories.category) as floor_category,
        {{ whole_months_between('loans.npa_date', 'loans.as_of_date') }} as npa_months
    from {{ ref('int_ecl_loan') }} as loans
    inner join {{ ref('int_ecl_stage') }} as stages
        on loans.loan_id = stages.loan_id and loans.as_of_date = stages.as_of_date
    left join {{ ref('ecl_floor_categories') }} as sized_categories
        on
            loans.loan_type = sized_categories.loan_type
            and loans.is_secured = sized_categories.is_secured
            and loans.enterprise_size = sized_categories.enterprise_size
    left join {{ ref('ecl_floor_categories') }} as plain_categories
        on
            loans.loan_type = plain_categories.loan_type
            and loans.is_secured = plain_categories.is_secured
            and plain_categories.enterprise_size is null
)

select
    categories.loan_id,
    categories.as_of_date,
    categories.floor_category,
    floors.floor_rate,
    floors.is_verified as floor_is_verified
from categories
inner join floors
    on
        floors.entity = '{{ var("entity") }}'
        and categories.stage = floors.stage
        and categories.floor_category = floors.category
        and (categories.stage < 3 or categories.npa_months >= floors.npa_months_from)
        and (floors.npa_months_below is null or categories.npa_months < floors.npa_months_below)
        and {{ in_force_on('floors', 'categories.as_of_date') }}
