-- Days of a spell on which the borrower's security, or what it secures, may have moved: is it eroded, is it lost?
{%- set candidates = {
    'secured_loans': ['npa_date', 'opened_on', 'ended_on', 'written_off_on'],
    'valuations': ['valued_on'],
    'states': ['valid_from'],
    'dues': ['due_date'],
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
        states.principal_unpaid,
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
        dues.due_date,
        dues.principal_due,
        dues.is_part_told,
        dues.due_date < least(loans.ended_on, loans.written_off_on) as can_fall
    from secured_loans as loans
    inner join {{ ref('int_due') }} as dues
        on loans.loan_id = dues.loan_id and {{ version_holds('dues', 'loans.known_until') }}
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
fallen_principals as (
    select
        loans.customer_id,
        loans.history_version,
        loans.npa_date,
        loans.judged_on,
        loans.loan_id,
        case
            when bool_or(dues.is_part_told) or max(contracts.signed_loan_amount) is null then sum(dues.principal_due)
            else max(contracts.signed_loan_amount)
        end - sum(
            case
                when dues.can_fall and dues.due_date <= loans.judged_on then dues.principal_due
                else 0
            end
        ) as principal_not_fallen
    from loans_on_day as loans
    inner join dues
        on
            loans.customer_id = dues.customer_id
            and loans.history_version = dues.history_version
            and loans.npa_date = dues.npa_date
            and loans.loan_id = dues.loan_id
    left join {{ ref('int_loan_contract') }} as contracts on loans.loan_id = contracts.loan_id
    group by loans.customer_id, loans.history_version, loans.npa_date, loans.judged_on, loans.loan_id
),

balances as (
    select
        loans.customer_id,
        loans.history_version,
        loans.npa_date,
        loans.judged_on,
        loans.loan_id,
        coalesce(
            states.reported_outstanding,
            principals.principal_not_fallen + coalesce(states.principal_unpaid, arrears.principal_unpaid)
        ) as principal_outstanding
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
    left join fallen_principals as principals
        on
            loans.customer_id = principals.customer_id
            and loans.history_version = principals.history_version
            and loans.npa_date = principals.npa_date
            and loans.judged_on = principals.judged_on
            and loans.loan_id = principals.loan_id
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
