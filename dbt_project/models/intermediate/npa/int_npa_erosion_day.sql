-- Days of the current NPA spell on which a borrower's security may have eroded: the first day, each valuation,
-- and each day on which a secured facility opened or ended. Values between them do not move.
{%- set candidates = [
    ['secured_facilities', 'npa_date'],
    ['secured_facilities', 'as_of_date'],
    ['secured_facilities', 'opened_on'],
    ['secured_facilities', 'ended_on'],
    ['valuations', 'valued_on'],
] %}
with npa_borrowers as (
    select
        customer_id,
        as_of_date,
        knowledge,
        npa_date
    from {{ ref('int_npa_arrears') }}
    where npa_date is not null
),

-- also those that have ended since: they counted while they were there
secured_facilities as (
    select
        borrowers.customer_id,
        borrowers.as_of_date,
        borrowers.knowledge,
        borrowers.npa_date,
        loans.loan_id,
        loans.known_until,
        loans.signed_collateral_value,
        loans.opened_on,
        coalesce(least(loans.closed_on, loans.settled_on, loans.written_off_on), date '9999-12-31') as ended_on
    from npa_borrowers as borrowers
    inner join {{ ref('int_npa_loan') }} as loans
        on
            borrowers.customer_id = loans.customer_id
            and borrowers.as_of_date = loans.as_of_date
            and borrowers.knowledge = loans.knowledge
    where loans.is_secured_from_start
),

valuations as (
    select
        facilities.*,
        collateral.valued_on,
        collateral.version_no,
        collateral.collateral_value
    from secured_facilities as facilities
    inner join {{ ref('int_collateral') }} as collateral
        on
            facilities.loan_id = collateral.loan_id
            and facilities.known_until >= collateral.known_from
            and facilities.as_of_date >= collateral.valued_on
),

candidate_days as (
    {%- for relation, day in candidates %}
    select
        customer_id,
        as_of_date,
        knowledge,
        npa_date,
        {{ day }} as judged_on
    from {{ relation }}
    {{ 'union' if not loop.last }}
    {%- endfor %}
),

days_in_spell as (
    select *
    from candidate_days
    where judged_on between npa_date and as_of_date
),

values_on_day as (
    select
        days.customer_id,
        days.as_of_date,
        days.knowledge,
        days.judged_on,
        valuations.loan_id,
        valuations.signed_collateral_value,
        valuations.collateral_value,
        row_number() over (
            partition by days.customer_id, days.as_of_date, days.knowledge, days.judged_on, valuations.loan_id
            order by valuations.valued_on desc, valuations.version_no desc
        ) as newest_first
    from days_in_spell as days
    inner join valuations
        on
            days.customer_id = valuations.customer_id
            and days.as_of_date = valuations.as_of_date
            and days.knowledge = valuations.knowledge
            and days.judged_on >= valuations.valued_on
            and days.judged_on >= valuations.opened_on
            and days.judged_on < valuations.ended_on
)

select
    customer_id,
    as_of_date,
    knowledge,
    judged_on,
    sum(collateral_value) as collateral_value,
    sum(signed_collateral_value) as signed_collateral_value,
    sum(collateral_value) * 2 < sum(signed_collateral_value) as is_eroded
from values_on_day
where newest_first = 1
group by customer_id, as_of_date, knowledge, judged_on
