with unambiguous as (
    select * exclude (source_file, source_row, raw_row_count, is_conflicting)
    from {{ ref('stg_customers__unique') }}
    where not is_conflicting
),

coded as (
    select
        unambiguous.* exclude (education, employment_type),
        education_synonyms.code as education,
        employment_synonyms.code as employment_type,
        -- a customer without a record time counts as always known
        coalesce(unambiguous.recorded_at, timestamp '1900-01-01 00:00:00') as known_from
    from unambiguous
    left join {{ ref('education_synonyms') }} as education_synonyms
        on lower(unambiguous.education) = education_synonyms.synonym
    left join {{ ref('employment_synonyms') }} as employment_synonyms
        on lower(unambiguous.employment_type) = employment_synonyms.synonym
)

select
    *,
    lead(known_from) over (partition by customer_id order by known_from) as known_to
from coded
