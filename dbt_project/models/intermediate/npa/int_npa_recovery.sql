-- money that came for loans after they had been written off, by value date, as known at the end of the period
with write_offs as (
    select
        loan_id,
        as_of_date,
        exchange_rate,
        written_off_on
    from {{ ref('loan_npa_status') }}
    where written_off_on is not null
),

receipts as (
    select
        months.as_of_date,
        {{ in_book_currency('receipts.amount_paid', 'write_offs.exchange_rate') }} as amount
    from {{ ref('int_npa_month') }} as months
    inner join write_offs on months.as_of_date = write_offs.as_of_date
    inner join {{ ref('stg_receipts') }} as receipts
        on
            write_offs.loan_id = receipts.loan_id
            and months.previous_month_end < receipts.payment_date
            and months.as_of_date >= receipts.payment_date
            and write_offs.written_off_on <= receipts.payment_date
            and {{ known_until('months.as_of_date') }} >= receipts.known_from
    where receipts.payment_status != 'bounced'
)

select
    as_of_date,
    cast(sum(amount) as decimal(18, 2)) as recovered_amount
from receipts
group by as_of_date
