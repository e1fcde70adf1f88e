-- Within a state days past due never fall, so its worst day is its last one, or the last one of the window.
with readings as (
    select
        pairs.loan_id,
        pairs.as_of_date,
        max(case when states.valid_to >= pairs.as_of_date then states.dpd_source end) as dpd_source,
        max(case when states.valid_to >= pairs.as_of_date then states.principal_covered end) as principal_covered,
        max(case when states.valid_to >= pairs.as_of_date then states.reported_outstanding end)
            as reported_outstanding,
        {%- for months in range(6) %}
        max(
            case
                when
                    pairs.month_end_{{ months }} between states.valid_from and states.valid_to
                    and pairs.month_end_{{ months }} >= pairs.opened_on
                    then {{ dpd_on('states', 'pairs.month_end_' ~ months) }}
            end
        ) as dpd_month_end_{{ months }},
        {%- endfor %}
        max({{ dpd_on('states', 'least(states.valid_to, pairs.as_of_date)') }}) as max_dpd_12m
    from {{ ref('int_repayment_pair') }} as pairs
    inner join {{ ref('int_ledger_state') }} as states
        on
            pairs.loan_id = states.loan_id
            and pairs.ledger_version = states.ledger_version
            and pairs.as_of_date >= states.valid_from
            and pairs.day_before_12m < states.valid_to
    group by pairs.loan_id, pairs.as_of_date
)

select
    *,
    {%- for months in range(6) %}
    {{ '+ ' if not loop.first }}case when dpd_month_end_{{ months }} is null then 0 else 1 end
    {%- endfor %} as month_end_count,
    {%- for months in range(6) %}
    {{ '+ ' if not loop.first }}coalesce(dpd_month_end_{{ months }}, 0)
    {%- endfor %} as month_end_dpd_sum
from readings
