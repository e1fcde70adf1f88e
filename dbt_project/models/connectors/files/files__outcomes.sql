select * from {{ source('files', 'outcomes') }}
