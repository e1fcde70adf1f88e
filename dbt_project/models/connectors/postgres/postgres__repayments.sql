select * from {{ source('postgres', 'repayments') }}
