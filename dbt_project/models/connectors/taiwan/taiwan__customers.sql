-- codes outside the published ones (EDUCATION 0, 5, 6, MARRIAGE 0) say nothing and read as null
select
    id as customer_id,
    age as age_years,
    case sex when '1' then 'male' when '2' then 'female' end as gender,
    case marriage when '1' then 'married' when '2' then 'single' when '3' then 'other' end as marital_status,
    case education when '1' then 'postgraduate' when '2' then 'graduate' when '3' then 'class_12' end as education,
    source_file,
    source_row
from {{ source('taiwan', 'clients') }}
