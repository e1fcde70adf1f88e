-- Open loans on each day that is shown. A credit balance (a card paid beyond its debt) is no advance.
with shown_days as (
    select distinct observed_on
    from {{ ref('int_portfolio_date') }}
)

select
    status.loan_id,
    status.customer_id,
    status.as_of_date as observed_on,
    status.loan_type,
    status.borrower_class,
    case when status.is_npa then 'NPA' else status.borrower_class end as bucket,
    status.is_npa,
    coalesce(status.dpd >= 30, false) as is_overdue_30_plus,
    coalesce(status.is_overdue, false) as is_overdue,
    {{ in_book_currency('greatest(coalesce(status.principal_outstanding, 0), 0)', 'status.exchange_rate') }}
        as outstanding,
    {{ in_book_currency('coalesce(status.provision, 0)', 'status.exchange_rate') }} as provision
from {{ ref('int_npa_status') }} as status
inner join shown_days on status.as_of_date = shown_days.observed_on
where not status.is_closed and not status.is_written_off
