with labels as (
    select max(labelled_on) as labelled_on
    from {{ ref('feature_information_value') }}
    where labelled_on <= {{ run_as_of_date() }}
)

select
    dates.as_of_date,
    dates.previous_as_of_date as previous_on,
    week_before.as_of_date as week_before_on,
    '{{ var("run_id") }}' as run_id,
    '{{ var("connector") }}' as connector,
    '{{ var("book_currency") }}' as currency,
    cast({{ var('quarantine_limit') }} as double) as quarantine_limit,
    {{ var('record_cutoff_hours') }} as record_cutoff_hours,
    {{ var('label_window_months') }} as label_window_months,
    labels.labelled_on
from {{ ref('int_published_date') }} as dates
cross join labels
left join {{ ref('int_published_date') }} as week_before on dates.as_of_date - 7 = week_before.as_of_date
where dates.as_of_date = {{ run_as_of_date() }}
