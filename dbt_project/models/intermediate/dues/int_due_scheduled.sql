-- Dues made from the contract of loans of which nothing but the contract is known, until something is: a due, a
-- receipt or a status. Each due date is counted from the first one, so that a schedule of the 31st stays with the
-- month's end and comes back. The schedule ends to the paisa: its last instalment is the balance and its interest.
with openings as (
    select
        loan_id,
        min(opened_on) as opened_on
    from {{ ref('stg_loans') }}
    where opened_on is not null
    group by loan_id
),

-- most loans have dues by their opening; only of the others the rest of the news is looked up
undated_loans as (
    select
        openings.loan_id,
        openings.opened_on,
        dues.first_known_from
    from openings
    left join {{ ref('int_due_loan') }} as dues on openings.loan_id = dues.loan_id
    where dues.loan_id is null or dues.first_known_from > {{ known_until('openings.opened_on') }}
),

news as (
    select
        loan_id,
        first_known_from as known_from
    from undated_loans
    where first_known_from is not null
    union all
    select
        receipts.loan_id,
        min(greatest(receipts.known_from, {{ known_until('receipts.payment_date') }})) as known_from
    from {{ ref('stg_receipts') }} as receipts
    inner join undated_loans as loans on receipts.loan_id = loans.loan_id
    group by receipts.loan_id
    union all
    select
        statuses.loan_id,
        min(greatest(statuses.known_from, {{ known_until('statuses.status_date') }})) as known_from
    from {{ ref('stg_statuses') }} as statuses
    inner join undated_loans as loans on statuses.loan_id = loans.loan_id
    group by statuses.loan_id
),

first_news as (
    select
        loan_id,
        min(known_from) as known_from
    from news
    group by loan_id
),

silent_loans as (
    select
        contracts.*,
        first_news.known_from as known_to
    from undated_loans as loans
    inner join {{ ref('int_loan_contract') }} as contracts on loans.loan_id = contracts.loan_id
    left join first_news on loans.loan_id = first_news.loan_id
    where
        (first_news.loan_id is null or first_news.known_from > {{ known_until('loans.opened_on') }})
        and contracts.signed_first_due_date is not null
        and contracts.signed_emi_amount is not null
        and contracts.disbursed_term_months > 0
),

amortised_loans as (
    select
        *,
        list_transform(generate_series(1, disbursed_term_months), lambda n: cast(signed_emi_amount * 100 as hugeint))
            as amounts_paise,
        cast(coalesce(signed_interest_rate_pct, 0) * 1000000 as hugeint) as rate_millionths
    from silent_loans
),

instalments as (
    select
        loan_id,
        known_to,
        signed_first_due_date,
        signed_emi_amount,
        signed_loan_amount,
        disbursed_term_months,
        rate_millionths,
        unnest(generate_series(1, disbursed_term_months)) as instalment_number,
        unnest({{ amortise('amounts_paise', 'signed_loan_amount * 100', 'rate_millionths') }}) as principal_paise
    from amortised_loans
),

dues as (
    select
        *,
        cast(
            case
                when signed_loan_amount is null then signed_emi_amount
                else principal_paise * 0.01
            end as decimal(18, 2)
        ) as principal_due,
        instalment_number = disbursed_term_months and signed_loan_amount is not null as is_last
    from instalments
),

balances as (
    select
        loan_id,
        any_value(signed_loan_amount) - sum(case when is_last then 0 else principal_due end) as last_principal
    from dues
    group by loan_id
),

closed_dues as (
    select
        dues.loan_id,
        cast(dues.instalment_number as integer) as instalment_number,
        {{ add_months('dues.signed_first_due_date', 'dues.instalment_number - 1') }} as due_date,
        dues.signed_emi_amount,
        dues.is_last,
        dues.known_to,
        cast(case when dues.is_last then balances.last_principal else dues.principal_due end as decimal(18, 2))
            as principal_due,
        cast(
            ({{ interest_part('cast(balances.last_principal * 100 as hugeint)', 'dues.rate_millionths') }}) * 0.01
            as decimal(18, 2)
        ) as last_interest
    from dues
    inner join balances on dues.loan_id = balances.loan_id
)

select
    loan_id,
    instalment_number,
    due_date,
    cast(case when is_last then principal_due + last_interest else signed_emi_amount end as decimal(18, 2))
        as amount_due,
    principal_due,
    cast(case when is_last then last_interest else signed_emi_amount - principal_due end as decimal(18, 2))
        as interest_due,
    timestamp '1900-01-01 00:00:00' as known_from,
    known_to
from closed_dues
