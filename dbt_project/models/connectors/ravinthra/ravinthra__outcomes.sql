-- the label was known when the data set was made
select
    loan_id,
    application_date as as_of_date,
    is_default as is_bad,
    date '2025-06-30' as matured_on,
    source_file,
    source_row
from {{ source('ravinthra', 'loan_applications') }}
