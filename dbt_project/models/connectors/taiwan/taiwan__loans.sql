-- one card line a client; its first day is not told and is taken as the end of March 2005, before the first statement
select
    id as loan_id,
    id as customer_id,
    'card' as loan_type,
    date '2005-03-31' as application_date,
    date '2005-03-31' as disbursed_on,
    'disbursed' as status,
    limit_bal as loan_amount,
    false as is_secured,
    source_file,
    source_row
from {{ source('taiwan', 'clients') }}
