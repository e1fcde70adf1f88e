-- What had fallen due and what had come by the date, of every loan that has dues: two sums over the repayments, and
-- the first due that its own receipt did not meet in time. Before it nothing was ever in arrears.
with dates as (
    select
        as_of_date,
        known_until,
        as_of_date + 7 - {{ npa_dpd_limit() }} as prevented_day
    from {{ ref('int_as_of_dates') }}
    where not {{ is_published('as_of_date') }}
),

restated_loans as (
    select
        loan_id,
        as_of_date,
        known_until,
        as_of_date + 7 - {{ npa_dpd_limit() }} as prevented_day
    from {{ ref('int_npa_loan') }}
    where knowledge = 'as_restated'
),

{%- for knowledge, pairs, same_loan in [
    ('as_known', 'dates', ''), ('as_restated', 'restated_loans', 'dues.loan_id = pairs.loan_id and')
] %}
{{ knowledge }}_dues as (
    select
        dues.loan_id,
        pairs.as_of_date,
        '{{ knowledge }}' as knowledge,
        sum(case when dues.due_date <= pairs.as_of_date then dues.amount_due else 0 end) as due_to_date,
        sum(case when dues.due_date <= pairs.as_of_date then dues.principal_due else 0 end) as principal_due_to_date,
        sum(case when dues.due_date <= pairs.prevented_day then dues.amount_due else 0 end) as due_to_prevented_day,
        sum(dues.principal_due) as principal_due,
        max(case when dues.is_part_told then 1 else 0 end) as has_told_part,
        min(case when dues.due_date <= pairs.as_of_date and not dues.is_met_in_time then dues.due_date end)
            as short_from
    from {{ ref('int_due') }} as dues
    inner join {{ pairs }} as pairs on {{ same_loan }} {{ version_holds('dues', 'pairs.known_until') }}
    group by dues.loan_id, pairs.as_of_date
),

{{ knowledge }}_receipts as (
    select
        receipts.loan_id,
        pairs.as_of_date,
        '{{ knowledge }}' as knowledge,
        sum(case when receipts.payment_status != 'bounced' then receipts.amount_paid else 0 end) as paid_to_date,
        max(case when receipts.payment_status != 'bounced' and receipts.amount_paid < 0 then 1 else 0 end)
            as has_reversal
    from {{ ref('stg_receipts') }} as receipts
    inner join {{ pairs }} as pairs
        on
            {{ same_loan | replace('dues.', 'receipts.') }} receipts.known_from <= pairs.known_until
            and receipts.payment_date <= pairs.as_of_date
    group by receipts.loan_id, pairs.as_of_date
),
{%- endfor %}

due_sums as (
    select * from as_known_dues
    union all
    select * from as_restated_dues
),

receipt_sums as (
    select * from as_known_receipts
    union all
    select * from as_restated_receipts
),

-- after the end of a loan nothing falls due any more; few loans have ended, so their dues are taken off again
ended_loans as (
    select
        loan_id,
        as_of_date,
        knowledge,
        known_until,
        least(closed_on, settled_on, written_off_on) as last_day
    from {{ ref('int_npa_loan') }}
    where least(closed_on, settled_on, written_off_on) is not null
),

never_due as (
    select
        ended_loans.loan_id,
        ended_loans.as_of_date,
        ended_loans.knowledge,
        sum(dues.amount_due) as amount_due,
        sum(dues.principal_due) as principal_due,
        sum(
            case when dues.due_date <= ended_loans.as_of_date + 7 - {{ npa_dpd_limit() }} then dues.amount_due end
        ) as prevented_amount_due
    from ended_loans
    inner join {{ ref('int_due') }} as dues
        on
            ended_loans.loan_id = dues.loan_id
            and {{ version_holds('dues', 'ended_loans.known_until') }}
            and ended_loans.last_day <= dues.due_date
            and ended_loans.as_of_date >= dues.due_date
    group by ended_loans.loan_id, ended_loans.as_of_date, ended_loans.knowledge
)

select
    due_sums.loan_id,
    due_sums.as_of_date,
    due_sums.knowledge,
    cast(due_sums.due_to_date - coalesce(never_due.amount_due, 0) as decimal(18, 2)) as due_to_date,
    cast(due_sums.principal_due_to_date - coalesce(never_due.principal_due, 0) as decimal(18, 2))
        as principal_due_to_date,
    cast(due_sums.due_to_prevented_day - coalesce(never_due.prevented_amount_due, 0) as decimal(18, 2))
        as due_to_prevented_day,
    cast(due_sums.principal_due as decimal(18, 2)) as principal_due,
    due_sums.has_told_part = 1 as has_told_part,
    cast(coalesce(receipt_sums.paid_to_date, 0) as decimal(18, 2)) as paid_to_date,
    -- a reversal may undo what had met a due in time
    case when receipt_sums.has_reversal = 1 then date '1900-01-01' else due_sums.short_from end as short_from
from due_sums
left join receipt_sums
    on
        due_sums.loan_id = receipt_sums.loan_id
        and due_sums.as_of_date = receipt_sums.as_of_date
        and due_sums.knowledge = receipt_sums.knowledge
left join never_due
    on
        due_sums.loan_id = never_due.loan_id
        and due_sums.as_of_date = never_due.as_of_date
        and due_sums.knowledge = never_due.knowledge
