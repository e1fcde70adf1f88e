{{ config(materialized='view') }}
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
        on
            facilities.customer_id = borrowers.customer_id
            and facilities.as_of_date = borrowers.as_of_date
            and facilities.knowledge = borrowers.knowledge
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
        end as provision_category,
        secured_portions.provision_class = 'STANDARD'
        and coalesce(sized_categories.is_assumed, plain_categories.is_assumed) as is_category_assumed
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
        categories.is_category_assumed
        or not coalesce(whole_rates.is_verified, secured_rates.is_verified and unsecured_rates.is_verified)
            as is_provision_assumed,
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
    provisioned.loan_id,
    provisioned.customer_id,
    provisioned.as_of_date,
    provisioned.knowledge,
    provisioned.loan_type,
    provisioned.currency,
    exchange_rates.rate as exchange_rate,
    provisioned.status,
    cast(provisioned.dpd as integer) as dpd,
    provisioned.dpd_source,
    cast(
        case when provisioned.dpd is null then null when provisioned.is_overdue then provisioned.dpd + 1 else 0 end
        as integer
    ) as overdue_day_no,
    case when provisioned.dpd is not null then provisioned.is_overdue end as is_overdue,
    provisioned.oldest_unpaid_due_date,
    provisioned.overdue_amount,
    provisioned.unapplied_advance,
    {{ facility_bucket('provisioned.dpd', 'provisioned.is_overdue') }} as facility_bucket,
    provisioned.borrower_class,
    provisioned.is_npa,
    provisioned.npa_date,
    provisioned.principal_outstanding,
    provisioned.secured_portion,
    cast(provisioned.exposure - provisioned.secured_portion as decimal(18, 2)) as unsecured_portion,
    cast(provisioned.provision as decimal(18, 2)) as provision,
    case
        when provisioned.provision is null then null
        when provisioned.whole_rate is not null
            then cast(provisioned.whole_rate * 100 as decimal(5, 2)) || '% of ' || provisioned.exposure
        else
            cast(provisioned.secured_rate * 100 as decimal(5, 2)) || '% of secured ' || provisioned.secured_portion
            || ' + ' || cast(provisioned.unsecured_rate * 100 as decimal(5, 2))
            || '% of unsecured ' || (provisioned.exposure - provisioned.secured_portion)
    end as provision_basis,
    provisioned.is_provision_assumed,
    provisioned.rules_not_applied,
    cast(
        case when provisioned.is_overdue and not provisioned.is_npa then {{ npa_dpd_limit() }} - provisioned.dpd end
        as integer
    ) as days_to_npa,
    cast(
        case
            when provisioned.is_overdue and not provisioned.is_npa and provisioned.dpd_source = 'ledger'
                then greatest(
                        balances.due_to_prevented_day - greatest(balances.paid_to_date, cast(0 as decimal(18, 2))),
                        cast(0 as decimal(18, 2))
                    )
        end as decimal(18, 2)
    ) as amount_to_stay_out_7d,
    cast(provisioned.status_age_days as integer) as status_age_days,
    provisioned.closed_on,
    provisioned.written_off_on,
    write_offs.principal_written_off,
    provisioned.principal_owed
from provisioned
left join {{ ref('int_npa_balance') }} as balances
    on
        provisioned.loan_id = balances.loan_id
        and provisioned.as_of_date = balances.as_of_date
        and provisioned.knowledge = balances.knowledge
left join {{ ref('int_npa_write_off') }} as write_offs
    on
        provisioned.loan_id = write_offs.loan_id
        and provisioned.as_of_date = write_offs.as_of_date
        and provisioned.knowledge = write_offs.knowledge
left join {{ ref('int_exchange_rate') }} as exchange_rates
    on
        provisioned.currency = exchange_rates.currency
        and {{ in_force_on('exchange_rates', 'provisioned.as_of_date') }}
