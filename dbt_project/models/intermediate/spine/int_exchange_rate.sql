with rates as (
    {{ dated_rows(ref('fx_rates'), ['currency', 'book_currency']) }}
)

select
    currency,
    valid_from,
    valid_to,
    rate
from rates
where
    book_currency = '{{ var("book_currency") }}'
    and currency <> '{{ var("book_currency") }}'
union all
select
    '{{ var("book_currency") }}' as currency,
    date '1900-01-01' as valid_from,
    cast(null as date) as valid_to,
    cast(1 as decimal(18, 6)) as rate
