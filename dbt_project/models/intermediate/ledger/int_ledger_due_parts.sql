-- Principal and interest part of every due. Where a due tells them they stand; where any due of a ledger does not,
-- the missing ones follow from the contract's balance.
with dues as (
    select
        dues.*,
        contracts.signed_loan_amount,
        contracts.signed_interest_rate_pct
    from {{ ref('int_ledger_contractual_due') }} as dues
    left join {{ ref('int_loan_contract') }} as contracts on dues.loan_id = contracts.loan_id
),

completed_dues as (
    select
        * replace (
            coalesce(principal_due, amount_due - interest_due) as principal_due,
            coalesce(interest_due, amount_due - principal_due) as interest_due
        )
    from dues
),

incomplete_ledgers as (
    select
        loan_id,
        ledger_version,
        any_value(signed_loan_amount) as signed_loan_amount,
        any_value(signed_interest_rate_pct) as signed_interest_rate_pct,
        list(cast(amount_due * 100 as hugeint) order by due_date, instalment_number) as amounts_paise,
        list(instalment_number order by due_date, instalment_number) as instalment_numbers
    from completed_dues
    group by loan_id, ledger_version
    having count(*) filter (where principal_due is null) > 0 and count(*) filter (where amount_due is null) = 0
),

computed_parts as (
    select
        loan_id,
        ledger_version,
        unnest(instalment_numbers) as instalment_number,
        unnest(
            {{ amortise(
                'amounts_paise',
                'signed_loan_amount * 100',
                'cast(coalesce(signed_interest_rate_pct, 0) * 1000000 as hugeint)'
            ) }}
        ) as principal_paise
    from incomplete_ledgers
    where signed_loan_amount is not null
),

dues_with_parts as (
    select
        completed_dues.loan_id,
        completed_dues.ledger_version,
        completed_dues.instalment_number,
        completed_dues.due_date,
        completed_dues.amount_due,
        cast(
            coalesce(completed_dues.principal_due, computed_parts.principal_paise * 0.01, completed_dues.amount_due)
            as decimal(18, 2)
        ) as principal_due,
        cast(
            coalesce(
                completed_dues.interest_due, completed_dues.amount_due - computed_parts.principal_paise * 0.01, 0
            ) as decimal(18, 2)
        ) as interest_due,
        completed_dues.principal_due is not null as is_part_told,
        completed_dues.is_generated
    from completed_dues
    left join computed_parts
        on
            completed_dues.loan_id = computed_parts.loan_id
            and completed_dues.ledger_version = computed_parts.ledger_version
            and completed_dues.instalment_number = computed_parts.instalment_number
            and completed_dues.principal_due is null
    where completed_dues.amount_due is not null
),

-- a schedule made from the contract ends to the paisa: its last instalment is the balance and its interest
last_generated_instalments as (
    select
        dues_with_parts.loan_id,
        dues_with_parts.ledger_version,
        max(dues_with_parts.instalment_number) as instalment_number,
        any_value(contracts.signed_loan_amount)
        - sum(
            case
                when dues_with_parts.instalment_number < contracts.disbursed_term_months
                    then dues_with_parts.principal_due
                else 0
            end
        ) as principal_due,
        any_value(cast(coalesce(contracts.signed_interest_rate_pct, 0) * 1000000 as hugeint)) as rate_millionths
    from dues_with_parts
    inner join {{ ref('int_loan_contract') }} as contracts on dues_with_parts.loan_id = contracts.loan_id
    where dues_with_parts.is_generated
    group by dues_with_parts.loan_id, dues_with_parts.ledger_version
),

last_generated_parts as (
    select
        loan_id,
        ledger_version,
        instalment_number,
        cast(principal_due as decimal(18, 2)) as principal_due,
        cast(
            ({{ interest_part('cast(principal_due * 100 as hugeint)', 'rate_millionths') }}) * 0.01 as decimal(18, 2)
        ) as interest_due
    from last_generated_instalments
)

select
    dues_with_parts.* replace (
        coalesce(last_parts.principal_due + last_parts.interest_due, dues_with_parts.amount_due) as amount_due,
        coalesce(last_parts.principal_due, dues_with_parts.principal_due) as principal_due,
        coalesce(last_parts.interest_due, dues_with_parts.interest_due) as interest_due
    )
from dues_with_parts
left join last_generated_parts as last_parts
    on
        dues_with_parts.loan_id = last_parts.loan_id
        and dues_with_parts.ledger_version = last_parts.ledger_version
        and dues_with_parts.instalment_number = last_parts.instalment_number
