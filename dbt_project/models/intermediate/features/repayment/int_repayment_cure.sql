-- A cure is the first clear day after a spell of arrears that had reached thirty days past due.
with windows as (
    select min(day_before_12m) as earliest_day
    from {{ ref('int_spine_date') }}
),

-- a state without days past due (not reported, or long ago) neither begins nor ends a spell
states as (
    select
        states.loan_id,
        states.ledger_version,
        states.valid_from,
        states.oldest_unpaid_due_date is null as is_clear,
        {{ dpd_on('states', 'states.valid_to') }} as highest_dpd
    from {{ ref('int_ledger_state') }} as states
    where
        (states.dpd_source = 'ledger' or states.reported_dpd is not null)
        and states.valid_from <= {{ run_as_of_date() }}
),

-- few loans were ever in arrears for so long
deep_ledgers as (
    select
        arrears.loan_id,
        arrears.ledger_version
    from {{ ref('int_ledger_state') }} as arrears
    where
        arrears.oldest_unpaid_due_date is not null
        and arrears.valid_from <= {{ run_as_of_date() }}
        and {{ dpd_on('arrears', 'arrears.valid_to') }} >= 30
    group by arrears.loan_id, arrears.ledger_version
),

numbered_states as (
    select
        states.*,
        -- a clear state belongs to the spell that it ends: only those before it are counted
        coalesce(
            sum(case when states.is_clear then 1 else 0 end) over (
                partition by states.loan_id, states.ledger_version
                order by states.valid_from
                rows between unbounded preceding and 1 preceding
            ), 0
        ) as spell_no
    from states
    inner join deep_ledgers
        on
            states.loan_id = deep_ledgers.loan_id
            and states.ledger_version = deep_ledgers.ledger_version
),

spells as (
    select
        loan_id,
        ledger_version,
        spell_no,
        max(case when not is_clear then highest_dpd end) as highest_dpd,
        min(case when is_clear then valid_from end) as cleared_on
    from numbered_states
    group by loan_id, ledger_version, spell_no
)

select
    spells.loan_id,
    spells.ledger_version,
    spells.cleared_on,
    spells.highest_dpd
from spells
inner join windows on spells.cleared_on > windows.earliest_day
where spells.highest_dpd >= 30
