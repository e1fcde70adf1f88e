-- What a loan's versions told after the day on which it began to hold: for the days between, the book as
-- known then differs from the book as it is known now.
{%- set terms = [
    'customer_id', 'loan_type', 'enterprise_size', 'is_secured', 'rate_reset_on', 'observed_until', 'currency'
] %}
with openings as (
    select
        loan_id,
        'disbursal' as record_kind,
        min(opened_on) as recorded_on_or_before_day,
        min(known_from) as known_from
    from {{ ref('stg_loans') }}
    where opened_on is not null
    group by loan_id
),

changed_loans as (
    select loan_id
    from {{ ref('stg_loans') }}
    where version_no = 2
),

versions as (
    select
        loans.loan_id,
        loans.application_date,
        loans.known_from,
        loans.version_no,
        loans.loss_identified_on,
        {%- for term in terms %}
        loans.{{ term }},
        lag(loans.{{ term }}) over loan_versions as previous_{{ term }},
        {%- endfor %}
        lag(loans.loss_identified_on) over loan_versions as previous_loss_identified_on
    from {{ ref('stg_loans') }} as loans
    inner join changed_loans on loans.loan_id = changed_loans.loan_id
    window loan_versions as (partition by loans.loan_id order by loans.version_no)
),

changed_terms as (
    select
        loan_id,
        'terms' as record_kind,
        application_date as recorded_on_or_before_day,
        known_from
    from versions
    where
        version_no > 1
        and (
            {%- for term in terms %}
            {{ term }} is distinct from previous_{{ term }}
            {{ 'or' if not loop.last }}
            {%- endfor %}
        )
),

-- a loss told by the first version is news as much as one that a later version tells or takes back
losses as (
    select
        loan_id,
        'loss' as record_kind,
        loss_identified_on as recorded_on_or_before_day,
        known_from
    from {{ ref('stg_loans') }}
    where version_no = 1 and loss_identified_on is not null
    union all
    select
        loan_id,
        'loss' as record_kind,
        least(loss_identified_on, previous_loss_identified_on) as recorded_on_or_before_day,
        known_from
    from versions
    where version_no > 1 and loss_identified_on is distinct from previous_loss_identified_on
),

valuations as (
    select
        loan_id,
        'valuation' as record_kind,
        valued_on as recorded_on_or_before_day,
        known_from
    from {{ ref('int_collateral') }}
),

told as (
    select * from openings
    union all
    select * from changed_terms
    union all
    select * from losses
    union all
    select * from valuations
)

select distinct
    loan_id,
    record_kind,
    recorded_on_or_before_day,
    known_from
from told
where known_from > {{ known_until('recorded_on_or_before_day') }}
