select * from {{ source('postgres', 'outcomes') }}
