-- the September statement as a pull: balance and limit of the revolving line (a credit balance is no debt)
select
    id as customer_id,
    date '2005-09-30' as pull_date,
    greatest(try_cast(bill_amt1 as decimal(18, 2)), 0) as revolving_balance,
    limit_bal as revolving_limit,
    source_file,
    source_row
from {{ source('taiwan', 'clients') }}
