-- Days of a spell on which the borrower's security, or what it secures, may have moved: is it eroded, is it lost?
{%- set candidates = {
    'secured_loans': ['npa_date', 'opened_on', 'ended_on', 'written_off_on'],
    'valuations': ['valued_on'],
    'states': ['valid_from'],
    'clear_dues': ['due_date'],
} %}
with secured_loans as (
    select
        spells.customer_id,
        spells.history_version,
        spells.npa_date,
        spells.spell_to,
        loans.loan_id,
        loans.ledger_version,
        loans.known_until,
        loans.opened_on,
        loans.ended_on,
        loans.written_off_on,
        loans.signed_collateral_value
    from {{ ref('int_history_spell') }} as spells
    inner join {{ ref('int_history_loan') }} as loans
        on spells.customer_id = loans.customer_id and spells.history_version = loans.history_version
    where loans.is_secured_from_start and loans.opened_on <= spells.spell_to
),

valuations as (
    select
        loans.*,
        collateral.valued_on,
        collateral.version_no,
        collateral.collateral_value
    from secured_loans as loans
    inner join {{ ref('int_collateral') }} as collateral
        on loans.loan_id = collateral.loan_id and loans.known_until >= collateral.known_from
),

states as (
    select
        loans.customer_id,
        loans.history_version,
        loans.npa_date,
        loans.spell_to,
        loans.loan_id,
        loans.ledger_version,
        states.dpd_source,
        states.valid_from,
        states.valid_to,
        states.principal_covered,
        states.reported_outstanding
    from secured_loans as loans
    inner join {{ ref('int_ledger_state') }} as states
        on
            loans.loan_id = states.loan_id
            and loans.ledger_version = states.ledger_version
            and loans.npa_date <= states.valid_to
            and loans.spell_to >= states.valid_from
),

dues as (
    select
        loans.customer_id,
        loans.history_version,
        loans.npa_date,
        loans.spell_to,
        loans.loan_id,
        loans.ledger_version,
        dues.due_date,
        dues.principal_due,
        dues.is_part_told,
        dues.due_date < least(loans.ended_on, loans.written_off_on) as can_fall
    from secured_loans as loans
    inner join {{ ref('int_due') }} as dues
        on loans.loan_id = dues.loan_id and {{ version_holds('dues', 'loans.known_until') }}
),

-- in arrears a due that falls moves no principal: only money does
clear_dues as (
    select dues.*
    from dues
    inner join {{ ref('int_ledger_state__dues') }} as states
        on
            dues.loan_id = states.loan_id
            and dues.ledger_version = states.ledger_version
            and dues.due_date between states.valid_from and states.valid_to
    where states.principal_covered is null and dues.due_date between dues.npa_date and dues.spell_to
),

candidate_days as (
    {%- for relation, days in candidates.items() %}
    {%- for day in days %}
    select
        customer_id,
        history_version,
        npa_date,
        {{ day }} as judged_on
    from {{ relation }}
    where {{ day }} between npa_date and spell_to
    {{ 'union' if not loop.last }}
    {%- endfor %}
    {{ 'union' if not loop.last }}
    {%- endfor %}
),

loans_on_day as (
    select
        days.customer_id,
        days.history_version,
        days.npa_date,
        days.judged_on,
        loans.loan_id,
        loans.signed_collateral_value
    from candidate_days as days
    inner join secured_loans as loans
        on
            days.customer_id = loans.customer_id
            and days.history_version = loans.history_version
            and days.npa_date = loans.npa_date
            and days.judged_on >= loans.opened_on
            and days.judged_on < least(loans.ended_on, loans.written_off_on)
),

values_on_day as (
    select
        loans.*,
        valuations.collateral_value,
        row_number() over (
            partition by
                loans.customer_id, loans.history_version, loans.npa_date, loans.judged_on, loans.loan_id
            order by valuations.valued_on desc, valuations.version_no desc
        ) as newest_first
    from loans_on_day as loans
    left join valuations
        on
            loans.customer_id = valuations.customer_id
            and loans.history_version = valuations.history_version
            and loans.npa_date = valuations.npa_date
            and loans.loan_id = valuations.loan_id
            and loans.judged_on >= valuations.valued_on
),

-- where a source tells no principal parts, the principal is what was lent
principals as (
    select
        dues.customer_id,
        dues.history_version,
        dues.npa_date,
        dues.loan_id,
        case
            when bool_or(dues.is_part_told) or max(contracts.signed_loan_amount) is null then sum(dues.principal_due)
            else max(contracts.signed_loan_amount)
        end as contractual_principal
    from dues
    left join {{ ref('int_loan_contract') }} as contracts on dues.loan_id = contracts.loan_id
    group by dues.customer_id, dues.history_version, dues.npa_date, dues.loan_id
),

states_on_day as (
    select
        loans.customer_id,
        loans.history_version,
        loans.npa_date,
        loans.judged_on,
        loans.loan_id,
        states.reported_outstanding,
        coalesce(states.principal_covered, arrears.principal_covered) as principal_covered
    from loans_on_day as loans
    inner join states
        on
            loans.customer_id = states.customer_id
            and loans.history_version = states.history_version
            and loans.npa_date = states.npa_date
            and loans.loan_id = states.loan_id
            and loans.judged_on between states.valid_from and states.valid_to
    left join {{ ref('int_ledger_state__dues') }} as arrears
        on
            states.dpd_source = 'reported'
            and loans.loan_id = arrears.loan_id
            and states.ledger_version = arrears.ledger_version
            and loans.judged_on between arrears.valid_from and arrears.valid_to
),

-- on clear days what has fallen due is paid
fallen_principals as (
    select
        days.customer_id,
        days.history_version,
        days.npa_date,
        days.judged_on,
        days.loan_id,
        sum(dues.principal_due) as principal_covered
    from states_on_day as days
    inner join dues
        on
            days.customer_id = dues.customer_id
            and days.history_version = dues.history_version
            and days.npa_date = dues.npa_date
            and days.loan_id = dues.loan_id
            and days.judged_on >= dues.due_date
    where days.reported_outstanding is null and days.principal_covered is null and dues.can_fall
    group by days.customer_id, days.history_version, days.npa_date, days.judged_on, days.loan_id
),

balances as (
    select
        days.customer_id,
        days.history_version,
        days.npa_date,
        days.judged_on,
        days.loan_id,
        coalesce(
            days.reported_outstanding,
            principals.contractual_principal
            - coalesce(days.principal_covered, fallen_principals.principal_covered, 0)
        ) as principal_outstanding
    from states_on_day as days
    left join principals
        on
            days.customer_id = principals.customer_id
            and days.history_version = principals.history_version
            and days.npa_date = principals.npa_date
            and days.loan_id = principals.loan_id
    left join fallen_principals
        on
            days.customer_id = fallen_principals.customer_id
            and days.history_version = fallen_principals.history_version
            and days.npa_date = fallen_principals.npa_date
            and days.loan_id = fallen_principals.loan_id
            and days.judged_on = fallen_principals.judged_on
)

select
    values_on_day.customer_id,
    values_on_day.history_version,
    values_on_day.npa_date,
    values_on_day.judged_on,
    coalesce(
        sum(values_on_day.collateral_value) * 2 < sum(values_on_day.signed_collateral_value), false
    ) as is_eroded,
    coalesce(sum(values_on_day.collateral_value) * 10 < sum(balances.principal_outstanding), false) as is_lost
from values_on_day
left join balances
    on
        values_on_day.customer_id = balances.customer_id
        and values_on_day.history_version = balances.history_version
        and values_on_day.npa_date = balances.npa_date
        and values_on_day.loan_id = balances.loan_id
        and values_on_day.judged_on = balances.judged_on
where values_on_day.newest_first = 1
group by
    values_on_day.customer_id, values_on_day.history_version, values_on_day.npa_date, values_on_day.judged_on
