{%- set portions = {'all': 'whole_rates', 'secured': 'secured_rates', 'unsecured': 'unsecured_rates'} -%}
with rates as (
    select *
    from {{ ref('provision_rates') }}
    where provision_rules = '{{ var("provision_rules") }}' and entity = '{{ var("entity") }}'
),

facilities as (
    select
        facilities.*,
        borrowers.is_npa,
        borrowers.npa_date,
        borrowers.borrower_class as class_of_borrower,
        case when facilities.is_written_off then 'LOSS' else borrowers.borrower_class end as borrower_class,
        case
            when facilities.principal_outstanding is not null
                then greatest(facilities.principal_outstanding, cast(0 as decimal(18, 2)))
        end as exposure,
        case
            when borrowers.borrower_class not in ('STANDARD', 'SMA-0', 'SMA-1', 'SMA-2')
                then borrowers.borrower_class
            else 'STANDARD'
        end as provision_class
    from {{ ref('int_npa_facility') }} as facilities
    inner join {{ ref('int_npa_borrower') }} as borrowers
        on facilities.customer_id = borrowers.customer_id and facilities.as_of_date = borrowers.as_of_date
),

-- a value on a facility that is said to be unsecured is no security
secured_portions as (
    select
        *,
        case
            when exposure is null then null
            when coalesce(is_secured, true) then least(coalesce(collateral_value, cast(0 as decimal(18, 2))), exposure)
            else cast(0 as decimal(18, 2))
        end as secured_portion
    from facilities
),

-- a teaser rate leaves its higher provision one year after the reset
categories as (
    select
        secured_portions.*,
        case
            when secured_portions.provision_class = 'SUBSTANDARD'
                then
                    case
                        when secured_portions.is_secured_from_start then 'secured_from_start'
                        else 'unsecured_from_start'
                    end
            when secured_portions.provision_class != 'STANDARD' then 'any'
            when
                secured_portions.loan_type = 'teaser_home'
                and secured_portions.as_of_date >= {{ add_months('secured_portions.rate_reset_on', 12) }}
                then 'other'
            else coalesce(sized_categories.category, plain_categories.category)
        end as provision_category
    from secured_portions
    left join {{ ref('provision_categories') }} as sized_categories
        on
            secured_portions.loan_type = sized_categories.loan_type
            and secured_portions.enterprise_size = sized_categories.enterprise_size
    left join {{ ref('provision_categories') }} as plain_categories
        on secured_portions.loan_type = plain_categories.loan_type and plain_categories.enterprise_size is null
),

provisioned as (
    select
        categories.*,
        whole_rates.rate as whole_rate,
        secured_rates.rate as secured_rate,
        unsecured_rates.rate as unsecured_rate,
        coalesce(
            {{ provision_on('categories.exposure', 'whole_rates.rate') }},
            {{ provision_on('categories.secured_portion', 'secured_rates.rate') }}
            + {{ provision_on('categories.exposure - categories.secured_portion', 'unsecured_rates.rate') }}
        ) as provision
    from categories
    {%- for portion, rates in portions.items() %}
left join rates as {{ rates }}
    on
        categories.provision_class = {{ rates }}.asset_class
        and categories.provision_category = {{ rates }}.category
        and {{ rates }}.portion = '{{ portion }}'
    {%- endfor %}
)

select
    loan_id,
    customer_id,
    as_of_date,
    loan_type,
    currency,
    cast(dpd as integer) as dpd,
    dpd_source,
    cast(case when dpd is null then null when is_overdue then dpd + 1 else 0 end as integer) as overdue_day_no,
    case when dpd is not null then is_overdue end as is_overdue,
    oldest_unpaid_due_date,
    overdue_amount,
    unapplied_advance,
    {{ facility_bucket('dpd', 'is_overdue') }} as facility_bucket,
    borrower_class,
    is_npa,
    npa_date,
    principal_outstanding,
    secured_portion,
    cast(exposure - secured_portion as decimal(18, 2)) as unsecured_portion,
    cast(provision as decimal(18, 2)) as provision,
    case
        when provision is null then null
        when whole_rate is not null then (whole_rate * 100) || '% of ' || exposure
        else
            (secured_rate * 100) || '% of secured ' || secured_portion
            || ' + ' || (unsecured_rate * 100) || '% of unsecured ' || (exposure - secured_portion)
    end as provision_basis,
    cast(case when is_overdue and not is_npa then {{ npa_dpd_limit() }} - dpd end as integer) as days_to_npa,
    cast(status_age_days as integer) as status_age_days,
    is_closed,
    is_written_off,
    principal_owed
from provisioned
