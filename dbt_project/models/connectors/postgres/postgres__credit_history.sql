select * from {{ source('postgres', 'credit_history') }}
