-- The loans in which the current run of arrears of a borrower who owes something is sought: those that were ever in
-- arrears. Closed facilities count for the days before they were closed: their arrears may have begun the run.
-- begins_with_oldest_due: the borrower's only such loan was clear on the day before its oldest unpaid due fell. As no
-- money was taken back, it has been in arrears ever since: the run began with that due, and no day has to be
-- followed.
with owing_borrowers as (
    select distinct
        customer_id,
        as_of_date,
        knowledge
    from {{ ref('int_npa_facility') }}
    where is_overdue and not is_closed
),

loans as (
    select
        loans.loan_id,
        loans.customer_id,
        loans.as_of_date,
        loans.knowledge,
        loans.known_until,
        loans.opened_on,
        least(loans.as_of_date, loans.observed_until) as observed_to,
        coalesce(least(loans.closed_on, loans.settled_on), date '9999-12-31') as ended_on,
        coalesce(least(loans.closed_on, loans.settled_on, loans.written_off_on), date '9999-12-31') as dues_end_on,
        balances.due_to_date,
        balances.paid_to_date,
        balances.short_from,
        reached.oldest_unpaid_due_date,
        reached.due_before_oldest,
        reported.loan_id is not null as is_reported
    from owing_borrowers as borrowers
    inner join {{ ref('int_npa_loan') }} as loans
        on
            borrowers.customer_id = loans.customer_id
            and borrowers.as_of_date = loans.as_of_date
            and borrowers.knowledge = loans.knowledge
    left join {{ ref('int_npa_balance') }} as balances
        on
            loans.loan_id = balances.loan_id
            and loans.as_of_date = balances.as_of_date
            and loans.knowledge = balances.knowledge
    left join {{ ref('int_npa_reached_due') }} as reached
        on
            loans.loan_id = reached.loan_id
            and loans.as_of_date = reached.as_of_date
            and loans.knowledge = reached.knowledge
    left join {{ ref('int_npa_reported') }} as reported
        on
            loans.loan_id = reported.loan_id
            and loans.as_of_date = reported.as_of_date
            and loans.knowledge = reported.knowledge
    where balances.short_from is not null or reported.loan_id is not null
),

counted_loans as (
    select
        *,
        count(*) over (partition by customer_id, as_of_date, knowledge) as loan_count
    from loans
),

lone_arrears as (
    select
        loan_id,
        as_of_date,
        knowledge,
        known_until,
        oldest_unpaid_due_date,
        due_before_oldest
    from counted_loans
    where
        loan_count = 1
        and not is_reported
        and short_from > date '1900-01-01'
        and oldest_unpaid_due_date is not null
),

paid_before as (
    select
        arrears.loan_id,
        arrears.as_of_date,
        arrears.knowledge,
        sum(receipts.amount_paid) as amount_paid
    from lone_arrears as arrears
    inner join {{ ref('stg_receipts') }} as receipts
        on
            arrears.loan_id = receipts.loan_id
            and arrears.known_until >= receipts.known_from
            and arrears.oldest_unpaid_due_date > receipts.payment_date
    where receipts.payment_status != 'bounced'
    group by arrears.loan_id, arrears.as_of_date, arrears.knowledge
)

select
    loans.*,
    coalesce(coalesce(paid_before.amount_paid, 0) >= lone_arrears.due_before_oldest, false) as begins_with_oldest_due
from counted_loans as loans
left join lone_arrears
    on
        loans.loan_id = lone_arrears.loan_id
        and loans.as_of_date = lone_arrears.as_of_date
        and loans.knowledge = lone_arrears.knowledge
left join paid_before
    on
        loans.loan_id = paid_before.loan_id
        and loans.as_of_date = paid_before.as_of_date
        and loans.knowledge = paid_before.knowledge
