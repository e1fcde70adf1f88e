select * from {{ source('files', 'credit_history') }}
