-- the dues that hold in each ledger
select
    ledgers.loan_id,
    ledgers.ledger_version,
    dues.instalment_number,
    dues.due_date,
    dues.amount_due,
    dues.principal_due,
    dues.interest_due,
    dues.is_part_told,
    dues.is_generated
from {{ ref('int_ledger') }} as ledgers
inner join {{ ref('int_due') }} as dues
    on ledgers.loan_id = dues.loan_id and {{ version_holds('dues', 'ledgers.known_until') }}
