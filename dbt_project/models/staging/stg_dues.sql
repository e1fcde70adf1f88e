-- a due without a record time of its own is known with the contract, that is from the loan's disbursal
with disbursals as (
    select
        loan_id,
        min(coalesce(disbursed_on, application_date)) as disbursed_on
    from {{ ref('stg_loans') }}
    group by loan_id
),

unambiguous as (
    select
        dues.loan_id,
        dues.instalment_number,
        dues.due_date,
        dues.amount_due,
        dues.principal_due,
        dues.interest_due,
        coalesce(
            dues.due_recorded_at,
            cast(coalesce(disbursals.disbursed_on, dues.due_date) as timestamp)
        ) as known_from
    from {{ ref('stg_dues__unique') }} as dues
    left join disbursals on dues.loan_id = disbursals.loan_id
    where not dues.is_conflicting
)

select
    *,
    lead(known_from) over (partition by loan_id, instalment_number order by known_from) as known_to
from unambiguous
