{{ config(pre_hook="{{ replace_run_dates() }}") }}

select
    loan_id,
    observed_on as as_of_date,
    customer_id,
    loan_type,
    currency,
    cast(principal_outstanding as decimal(18, 2)) as outstanding,
    days_to_npa,
    facility_bucket,
    previous_bucket,
    is_paying_late,
    is_dti_rising,
    is_utilisation_rising,
    is_rolled_forward,
    cast(trigger_count as integer) as trigger_count,
    cast(late_run as integer) as late_run,
    cast(dti_ratio as decimal(18, 8)) as dti_ratio,
    cast(earlier_dti_ratio as decimal(18, 8)) as earlier_dti_ratio,
    cast(utilisation as decimal(18, 8)) as utilisation,
    cast(earlier_utilisation as decimal(18, 8)) as earlier_utilisation,
    concat_ws(
        '; ',
        case when is_paying_late then 'the last ' || late_run || ' instalments were late' end,
        case
            when is_rolled_forward
                then 'from ' || coalesce(previous_bucket, 'STANDARD') || ' at the month-end to ' || facility_bucket
        end,
        case
            when is_dti_rising
                then
                    'instalments from ' || cast(round(earlier_dti_ratio * 100, 0) as integer) || '% to '
                    || cast(round(dti_ratio * 100, 0) as integer) || '% of income'
        end,
        case
            when is_utilisation_rising
                then
                    'use of credit lines from ' || cast(round(earlier_utilisation * 100, 0) as integer) || '% to '
                    || cast(round(utilisation * 100, 0) as integer) || '%'
        end
    ) as reason_text
from {{ ref('int_watch_sign') }}
where trigger_count > 0 and observed_on in ({{ run_dates() }})
