-- The loans of those borrowers by everything known in this run; dates later than the day read as null all the same.
with newest_versions as (
    select
        borrowers.as_of_date,
        loans.loan_id,
        loans.customer_id,
        {{ loan_version_columns('loans', 'borrowers.as_of_date') }}
    from {{ ref('int_restated_borrower') }} as borrowers
    inner join {{ ref('stg_loans') }} as loans
        on
            borrowers.customer_id = loans.customer_id
            and loans.known_to is null
            and borrowers.as_of_date >= loans.application_date
),

valuations as (
    select
        newest_versions.loan_id,
        newest_versions.as_of_date,
        collateral.collateral_value,
        row_number() over (
            partition by newest_versions.loan_id, newest_versions.as_of_date
            order by collateral.valued_on desc, collateral.version_no desc
        ) as newest_first
    from newest_versions
    inner join {{ ref('int_collateral') }} as collateral
        on
            newest_versions.loan_id = collateral.loan_id
            and newest_versions.as_of_date >= collateral.valued_on
)

select
    newest_versions.*,
    valuations.collateral_value,
    contracts.signed_collateral_value,
    contracts.signed_loan_amount
from newest_versions
left join valuations
    on
        newest_versions.loan_id = valuations.loan_id
        and newest_versions.as_of_date = valuations.as_of_date
        and valuations.newest_first = 1
left join {{ ref('int_loan_contract') }} as contracts on newest_versions.loan_id = contracts.loan_id
