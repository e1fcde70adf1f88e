select
    as_of_date,
    previous_on,
    '{{ var("run_id") }}' as run_id,
    '{{ var("connector") }}' as connector,
    '{{ var("entity") }}' as entity,
    '{{ var("provision_rules") }}' as provision_rules,
    '{{ var("book_currency") }}' as currency,
    {{ var('label_window_months') }} as label_window_months,
    loan_count,
    borrower_count
from {{ ref('portfolio_summary') }}
where as_of_date = {{ run_as_of_date() }}
