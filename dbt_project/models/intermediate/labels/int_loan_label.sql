with judged as (
    select
        pairs.loan_id,
        pairs.customer_id,
        pairs.as_of_date,
        pairs.population,
        pairs.told_is_bad,
        pairs.told_matured_on,
        {{ label_settled_on('pairs.as_of_date') }} as ledger_matured_on,
        exclusions.exclusion_reason,
        case
            when
                exclusions.exclusion_reason is null
                and {{ label_settled_on('pairs.as_of_date') }} <= {{ run_as_of_date() }}
                then ledgers.worst_dpd >= {{ bad_dpd() }} or ledgers.is_ended_badly
        end as ledger_is_bad,
        ledgers.worst_dpd,
        contracts.signed_loan_amount,
        exclusions.principal_outstanding
    from {{ ref('int_label_pair') }} as pairs
    left join {{ ref('int_label_ledger') }} as ledgers
        on pairs.loan_id = ledgers.loan_id and pairs.as_of_date = ledgers.as_of_date
    inner join {{ ref('int_label_exclusion') }} as exclusions
        on pairs.loan_id = exclusions.loan_id and pairs.as_of_date = exclusions.as_of_date
    left join {{ ref('int_loan_contract') }} as contracts on pairs.loan_id = contracts.loan_id
)

select
    loan_id,
    customer_id,
    as_of_date,
    population,
    coalesce(told_is_bad, ledger_is_bad) as is_bad_12m,
    case when told_is_bad is not null then 'outcomes' else 'ledger' end as label_source,
    coalesce(told_matured_on, ledger_matured_on) as matured_on,
    case when told_is_bad is null then exclusion_reason end as exclusion_reason,
    coalesce(not ledger_is_bad and worst_dpd between 30 and {{ bad_dpd() }} - 1, false) as is_indeterminate,
    ledger_is_bad,
    told_is_bad,
    greatest(
        coalesce(case when population = 'behaviour' then principal_outstanding end, signed_loan_amount),
        cast(0 as decimal(18, 2))
    ) as exposure
from judged
