-- What had fallen due and what had come by the date, of every loan that has dues: two sums over the repayments, and
-- the first due that its own receipts did not meet in time. Before it nothing was ever in arrears.
{%- set sums = ['due_to_date', 'principal_due_to_date', 'due_to_prevented_day', 'principal_due'] %}
with dates as (
    select
        as_of_date,
        known_until,
        as_of_date + 7 - {{ npa_dpd_limit() }} as prevented_day
    from {{ ref('int_as_of_dates') }}
    where not {{ is_published('as_of_date') }}
),

due_sums as (
    select
        dues.loan_id,
        dates.as_of_date,
        sum(case when dues.due_date <= dates.as_of_date then dues.amount_due else 0 end) as due_to_date,
        sum(case when dues.due_date <= dates.as_of_date then dues.principal_due else 0 end) as principal_due_to_date,
        sum(case when dues.due_date <= dates.prevented_day then dues.amount_due else 0 end) as due_to_prevented_day,
        sum(dues.principal_due) as principal_due,
        max(case when dues.is_part_told then 1 else 0 end) as has_told_part,
        min(case when dues.due_date <= dates.as_of_date and not dues.is_met_in_time then dues.due_date end)
            as short_from
    from {{ ref('int_due') }} as dues
    inner join dates on {{ version_holds('dues', 'dates.known_until') }}
    group by dues.loan_id, dates.as_of_date
),

receipt_sums as (
    select
        receipts.loan_id,
        dates.as_of_date,
        sum(receipts.amount_paid) as paid_to_date,
        bool_or(receipts.amount_paid < 0) as has_reversal
    from {{ ref('stg_receipts') }} as receipts
    inner join dates
        on receipts.known_from <= dates.known_until and receipts.payment_date <= dates.as_of_date
    where receipts.payment_status != 'bounced'
    group by receipts.loan_id, dates.as_of_date
)

select
    due_sums.loan_id,
    due_sums.as_of_date,
    'as_known' as knowledge,
    {%- for sum in sums %}
    cast(due_sums.{{ sum }} as decimal(18, 2)) as {{ sum }},
    {%- endfor %}
    due_sums.has_told_part = 1 as has_told_part,
    cast(coalesce(receipt_sums.paid_to_date, 0) as decimal(18, 2)) as paid_to_date,
    -- a reversal may undo what had met a due in time
    case when receipt_sums.has_reversal then date '1900-01-01' else due_sums.short_from end as short_from
from due_sums
left join receipt_sums
    on due_sums.loan_id = receipt_sums.loan_id and due_sums.as_of_date = receipt_sums.as_of_date
left join {{ ref('int_npa_balance__particular') }} as particular
    on
        due_sums.loan_id = particular.loan_id
        and due_sums.as_of_date = particular.as_of_date
        and particular.knowledge = 'as_known'
where particular.loan_id is null
union all
select
    loan_id,
    as_of_date,
    knowledge,
    {{ sums | join(',\n    ') }},
    has_told_part,
    paid_to_date,
    short_from
from {{ ref('int_npa_balance__particular') }}
