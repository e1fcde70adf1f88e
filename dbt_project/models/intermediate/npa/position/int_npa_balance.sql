-- What had fallen due and what had come by the date, of every loan that has dues: two sums over the repayments, and
-- the first due that its own receipt did not meet in time. Before it nothing was ever in arrears.
{%- set sums = ['due_to_date', 'principal_due_to_date', 'due_to_prevented_day', 'principal_due'] %}
with dates as (
    select
        as_of_date,
        known_until,
        as_of_date + 7 - {{ npa_dpd_limit() }} as prevented_day
    from {{ ref('int_as_of_dates') }}
    where not {{ is_published('as_of_date') }}
),

plain_dues as (
    select
        dues.loan_id,
        dates.as_of_date,
        'as_known' as knowledge,
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

-- the few that these sums do not fit: after the end of a loan nothing falls due any more, and a restated one is judged
-- by all that is known now
particular_loans as (
    select
        loan_id,
        as_of_date,
        knowledge,
        known_until,
        as_of_date + 7 - {{ npa_dpd_limit() }} as prevented_day,
        coalesce(least(closed_on, settled_on, written_off_on), date '9999-12-31') as dues_end_on
    from {{ ref('int_npa_loan') }}
    where knowledge = 'as_restated' or least(closed_on, settled_on, written_off_on) is not null
),

particular_dues as (
    select
        dues.loan_id,
        dues.instalment_number,
        dues.due_date,
        dues.amount_due,
        dues.principal_due,
        dues.is_part_told,
        dues.is_met_in_time,
        loans.as_of_date,
        loans.knowledge,
        loans.prevented_day,
        dues.due_date <= loans.as_of_date and dues.due_date < loans.dues_end_on as is_fallen
    from particular_loans as loans
    inner join {{ ref('int_due') }} as dues
        on loans.loan_id = dues.loan_id and {{ version_holds('dues', 'loans.known_until') }}
),

particular_sums as (
    select
        loan_id,
        as_of_date,
        knowledge,
        sum(case when is_fallen then amount_due else 0 end) as due_to_date,
        sum(case when is_fallen then principal_due else 0 end) as principal_due_to_date,
        sum(case when is_fallen and due_date <= prevented_day then amount_due else 0 end) as due_to_prevented_day,
        sum(principal_due) as principal_due,
        max(case when is_part_told then 1 else 0 end) as has_told_part,
        min(case when due_date <= as_of_date and not is_met_in_time then due_date end) as short_from
    from particular_dues
    group by loan_id, as_of_date, knowledge
),

due_sums as (
    select * from particular_sums
    union all
    select *
    from plain_dues
    where
        not exists (
            select 1
            from particular_loans
            where
                particular_loans.loan_id = plain_dues.loan_id
                and particular_loans.as_of_date = plain_dues.as_of_date
                and particular_loans.knowledge = plain_dues.knowledge
        )
),

receipt_sums as (
    select
        receipts.loan_id,
        dates.as_of_date,
        'as_known' as knowledge,
        sum(receipts.amount_paid) as paid_to_date,
        bool_or(receipts.amount_paid < 0) as has_reversal
    from {{ ref('stg_receipts') }} as receipts
    inner join dates
        on receipts.known_from <= dates.known_until and receipts.payment_date <= dates.as_of_date
    where receipts.payment_status != 'bounced'
    group by receipts.loan_id, dates.as_of_date
    union all
    select
        receipts.loan_id,
        loans.as_of_date,
        loans.knowledge,
        sum(receipts.amount_paid) as paid_to_date,
        bool_or(receipts.amount_paid < 0) as has_reversal
    from particular_loans as loans
    inner join {{ ref('stg_receipts') }} as receipts
        on
            loans.loan_id = receipts.loan_id
            and loans.known_until >= receipts.known_from
            and loans.as_of_date >= receipts.payment_date
    where loans.knowledge = 'as_restated' and receipts.payment_status != 'bounced'
    group by receipts.loan_id, loans.as_of_date, loans.knowledge
)

select
    due_sums.loan_id,
    due_sums.as_of_date,
    due_sums.knowledge,
    {%- for sum in sums %}
    cast(due_sums.{{ sum }} as decimal(18, 2)) as {{ sum }},
    {%- endfor %}
    due_sums.has_told_part = 1 as has_told_part,
    cast(coalesce(receipt_sums.paid_to_date, 0) as decimal(18, 2)) as paid_to_date,
    -- a reversal may undo what had met a due in time
    case when receipt_sums.has_reversal then date '1900-01-01' else due_sums.short_from end as short_from
from due_sums
left join receipt_sums
    on
        due_sums.loan_id = receipt_sums.loan_id
        and due_sums.as_of_date = receipt_sums.as_of_date
        and due_sums.knowledge = receipt_sums.knowledge
