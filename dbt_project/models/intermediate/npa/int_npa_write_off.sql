-- What a written-off loan owed in principal on the day of the write-off: the position of that day, by what was known
-- at the date. Nothing falls due from the day on.
{%- set no_amount = "cast(0 as decimal(18, 2))" %}
with written_off_loans as (
    select
        facilities.loan_id,
        facilities.as_of_date,
        facilities.knowledge,
        facilities.written_off_on,
        facilities.signed_loan_amount,
        facilities.closed_on as ended_on,
        loans.known_until
    from {{ ref('int_npa_facility') }} as facilities
    inner join {{ ref('int_npa_loan') }} as loans
        on
            facilities.loan_id = loans.loan_id
            and facilities.as_of_date = loans.as_of_date
            and facilities.knowledge = loans.knowledge
    where facilities.is_written_off
),

dues as (
    select
        loans.loan_id,
        loans.as_of_date,
        loans.knowledge,
        dues.due_date < loans.written_off_on as is_fallen,
        dues.is_part_told,
        dues.amount_due,
        dues.principal_due,
        dues.interest_due,
        sum(case when dues.due_date < loans.written_off_on then dues.amount_due else 0 end) over (
            partition by loans.loan_id, loans.as_of_date, loans.knowledge
            order by dues.due_date, dues.instalment_number
            rows between unbounded preceding and current row
        ) as cumulative_due
    from written_off_loans as loans
    inner join {{ ref('int_due') }} as dues
        on loans.loan_id = dues.loan_id and {{ version_holds('dues', 'loans.known_until') }}
),

receipts as (
    select
        loans.loan_id,
        loans.as_of_date,
        loans.knowledge,
        greatest(sum(receipts.amount_paid), {{ no_amount }}) as appropriated
    from written_off_loans as loans
    inner join {{ ref('stg_receipts') }} as receipts
        on
            loans.loan_id = receipts.loan_id
            and loans.known_until >= receipts.known_from
            and loans.written_off_on >= receipts.payment_date
    where receipts.payment_status != 'bounced'
    group by loans.loan_id, loans.as_of_date, loans.knowledge
),

-- interest before principal inside an instalment
ledgers as (
    select
        dues.loan_id,
        dues.as_of_date,
        dues.knowledge,
        max(case when dues.is_part_told then 1 else 0 end) as has_told_part,
        sum(dues.principal_due) as principal_due,
        sum(
            case
                when dues.is_fallen
                    then least(
                            greatest(
                                coalesce(receipts.appropriated, {{ no_amount }})
                                - (dues.cumulative_due - dues.amount_due) - dues.interest_due,
                                {{ no_amount }}
                            ),
                            dues.principal_due
                        )
                else 0
            end
        ) as principal_covered
    from dues
    left join receipts
        on
            dues.loan_id = receipts.loan_id
            and dues.as_of_date = receipts.as_of_date
            and dues.knowledge = receipts.knowledge
    group by dues.loan_id, dues.as_of_date, dues.knowledge
),

reported as (
    select
        loans.loan_id,
        loans.as_of_date,
        loans.knowledge,
        statuses.reported_outstanding,
        row_number() over (
            partition by loans.loan_id, loans.as_of_date, loans.knowledge
            order by statuses.status_date desc
        ) as newest_first
    from written_off_loans as loans
    inner join {{ ref('stg_statuses') }} as statuses
        on
            loans.loan_id = statuses.loan_id
            and {{ version_holds('statuses', 'loans.known_until') }}
            and loans.written_off_on >= statuses.status_date
    where statuses.reported_outstanding is not null
)

select
    loans.loan_id,
    loans.as_of_date,
    loans.knowledge,
    cast(
        greatest(
            case
                when loans.ended_on <= loans.written_off_on then {{ no_amount }}
                when reported.loan_id is not null then reported.reported_outstanding
                when ledgers.loan_id is null then loans.signed_loan_amount
                when ledgers.has_told_part = 1 or loans.signed_loan_amount is null
                    then ledgers.principal_due - ledgers.principal_covered
                else loans.signed_loan_amount - ledgers.principal_covered
            end,
            {{ no_amount }}
        ) as decimal(18, 2)
    ) as principal_written_off
from written_off_loans as loans
left join ledgers
    on
        loans.loan_id = ledgers.loan_id
        and loans.as_of_date = ledgers.as_of_date
        and loans.knowledge = ledgers.knowledge
left join reported
    on
        loans.loan_id = reported.loan_id
        and loans.as_of_date = reported.as_of_date
        and loans.knowledge = reported.knowledge
        and reported.newest_first = 1
