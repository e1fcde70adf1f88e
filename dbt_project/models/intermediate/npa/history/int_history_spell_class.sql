-- The class on every day of a spell on which it may change, by age, erosion, loss of security and identified loss.
with erosions as (
    select
        customer_id,
        history_version,
        npa_date,
        min(judged_on) as eroded_on
    from {{ ref('int_history_security') }}
    where is_eroded
    group by customer_id, history_version, npa_date
),

-- months are always added to the NPA date itself, or to the day of the erosion, never to an anniversary
ladders as (
    select
        spells.*,
        coalesce({{ add_months('erosions.eroded_on', 12) }}, {{ add_months('spells.npa_date', 24) }})
            as doubtful_2_from,
        coalesce({{ add_months('erosions.eroded_on', 36) }}, {{ add_months('spells.npa_date', 48) }})
            as doubtful_3_from
    from {{ ref('int_history_spell') }} as spells
    left join erosions
        on
            spells.customer_id = erosions.customer_id
            and spells.history_version = erosions.history_version
            and spells.npa_date = erosions.npa_date
            and spells.substandard_until > erosions.eroded_on
),

identified_losses as (
    select
        ladders.customer_id,
        ladders.history_version,
        ladders.npa_date,
        greatest(loans.loss_identified_on, ladders.npa_date) as loss_from,
        least(loans.ended_on - 1, ladders.spell_to) as loss_to
    from ladders
    inner join {{ ref('int_history_loan') }} as loans
        on ladders.customer_id = loans.customer_id and ladders.history_version = loans.history_version
    where
        loans.loss_identified_on <= ladders.spell_to
        and loans.ended_on > ladders.npa_date
        and loans.loss_identified_on < loans.ended_on
),

days as (
    {%- for day in ['npa_date', 'substandard_until', 'doubtful_2_from', 'doubtful_3_from'] %}
    select
        customer_id,
        history_version,
        npa_date,
        {{ day }} as judged_on
    from ladders
    union
    {%- endfor %}
    select
        customer_id,
        history_version,
        npa_date,
        judged_on
    from {{ ref('int_history_security') }}
    union
    select
        customer_id,
        history_version,
        npa_date,
        loss_from as judged_on
    from identified_losses
    union
    select
        customer_id,
        history_version,
        npa_date,
        loss_to + 1 as judged_on
    from identified_losses
),

days_in_spell as (
    select
        days.customer_id,
        days.history_version,
        days.npa_date,
        days.judged_on,
        ladders.spell_to,
        ladders.substandard_until,
        ladders.doubtful_2_from,
        ladders.doubtful_3_from
    from days
    inner join ladders
        on
            days.customer_id = ladders.customer_id
            and days.history_version = ladders.history_version
            and days.npa_date = ladders.npa_date
            and days.judged_on between ladders.npa_date and ladders.spell_to
),

losses_on_day as (
    select distinct
        days.customer_id,
        days.history_version,
        days.npa_date,
        days.judged_on
    from days_in_spell as days
    inner join identified_losses as losses
        on
            days.customer_id = losses.customer_id
            and days.history_version = losses.history_version
            and days.npa_date = losses.npa_date
            and days.judged_on between losses.loss_from and losses.loss_to
),

judged as (
    select
        days.*,
        losses_on_day.judged_on is not null as is_loss_identified,
        -- between two days on which it may move the security stays as it is
        coalesce(last_value(security.is_eroded ignore nulls) over spell_days, false) as is_eroded,
        coalesce(last_value(security.is_lost ignore nulls) over spell_days, false) as is_lost
    from days_in_spell as days
    left join losses_on_day
        on
            days.customer_id = losses_on_day.customer_id
            and days.history_version = losses_on_day.history_version
            and days.npa_date = losses_on_day.npa_date
            and days.judged_on = losses_on_day.judged_on
    left join {{ ref('int_history_security') }} as security
        on
            days.customer_id = security.customer_id
            and days.history_version = security.history_version
            and days.npa_date = security.npa_date
            and days.judged_on = security.judged_on
    window spell_days as (
        partition by days.customer_id, days.history_version, days.npa_date
        order by days.judged_on
        rows between unbounded preceding and current row
    )
)

select
    customer_id,
    history_version,
    npa_date,
    judged_on as valid_from,
    coalesce(
        lead(judged_on) over (partition by customer_id, history_version, npa_date order by judged_on) - 1, spell_to
    ) as valid_to,
    case
        when is_loss_identified or is_lost then 'LOSS'
        when judged_on >= doubtful_3_from then 'DOUBTFUL-3'
        when judged_on >= doubtful_2_from then 'DOUBTFUL-2'
        when judged_on >= substandard_until or is_eroded then 'DOUBTFUL-1'
        else 'SUBSTANDARD'
    end as borrower_class
from judged
