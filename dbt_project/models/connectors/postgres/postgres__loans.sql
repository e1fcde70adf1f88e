select * from {{ source('postgres', 'loans') }}
