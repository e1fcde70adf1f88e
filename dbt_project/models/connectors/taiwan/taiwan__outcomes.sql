select
    id as loan_id,
    date '2005-09-30' as as_of_date,
    "default.payment.next.month" as is_bad,
    date '2005-10-31' as matured_on,
    source_file,
    source_row
from {{ source('taiwan', 'clients') }}
