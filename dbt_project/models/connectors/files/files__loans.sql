select * from {{ source('files', 'loans') }}
