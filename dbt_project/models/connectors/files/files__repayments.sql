select * from {{ source('files', 'repayments') }}
