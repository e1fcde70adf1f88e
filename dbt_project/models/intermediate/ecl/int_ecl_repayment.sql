-- The contract's principal that falls due in each year ahead; a due on the anniversary itself belongs to the year that
-- ends with it.
with dues_ahead as (
    select
        loans.loan_id,
        loans.as_of_date,
        dues.due_date,
        dues.principal_due,
        1 + cast(floor({{ whole_months_between('loans.as_of_date', '(dues.due_date - 1)') }} / 12) as integer)
            as year_no
    from {{ ref('int_ecl_loan') }} as loans
    inner join {{ ref('int_as_of_dates') }} as dates on loans.as_of_date = dates.as_of_date
    inner join {{ ref('int_due') }} as dues
        on
            loans.loan_id = dues.loan_id
            and {{ version_holds('dues', 'dates.known_until') }}
            and loans.as_of_date < dues.due_date
)

select
    loan_id,
    as_of_date,
    year_no,
    max(due_date) as last_due_date,
    cast(sum(principal_due) as decimal(18, 2)) as principal_due
from dues_ahead
group by loan_id, as_of_date, year_no
