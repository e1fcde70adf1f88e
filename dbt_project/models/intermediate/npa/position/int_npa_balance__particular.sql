-- The same two sums of the few loans that the plain ones do not fit: after the end of a loan nothing falls due any
-- more, and a loan that is judged again is judged by all that is known now.
{%- set sums = ['due_to_date', 'principal_due_to_date', 'due_to_prevented_day', 'principal_due'] %}
with loans as (
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

dues as (
    select
        loans.loan_id,
        loans.as_of_date,
        loans.knowledge,
        loans.prevented_day,
        dues.due_date,
        dues.amount_due,
        dues.principal_due,
        dues.is_part_told,
        dues.is_met_in_time,
        dues.due_date <= loans.as_of_date and dues.due_date < loans.dues_end_on as is_fallen
    from loans
    inner join {{ ref('int_due') }} as dues
        on loans.loan_id = dues.loan_id and {{ version_holds('dues', 'loans.known_until') }}
),

due_sums as (
    select
        loan_id,
        as_of_date,
        knowledge,
        sum(case when is_fallen then amount_due else 0 end) as due_to_date,
        sum(case when is_fallen then principal_due else 0 end) as principal_due_to_date,
        sum(case when is_fallen and due_date <= prevented_day then amount_due else 0 end) as due_to_prevented_day,
        sum(principal_due) as principal_due,
        bool_or(is_part_told) as has_told_part,
        min(case when due_date <= as_of_date and not is_met_in_time then due_date end) as short_from
    from dues
    group by loan_id, as_of_date, knowledge
),

receipt_sums as (
    select
        loans.loan_id,
        loans.as_of_date,
        loans.knowledge,
        sum(receipts.amount_paid) as paid_to_date,
        bool_or(receipts.amount_paid < 0) as has_reversal
    from loans
    inner join {{ ref('stg_receipts') }} as receipts
        on
            loans.loan_id = receipts.loan_id
            and loans.known_until >= receipts.known_from
            and loans.as_of_date >= receipts.payment_date
    where receipts.payment_status != 'bounced'
    group by loans.loan_id, loans.as_of_date, loans.knowledge
)

select
    due_sums.loan_id,
    due_sums.as_of_date,
    due_sums.knowledge,
    {%- for sum in sums %}
    cast(due_sums.{{ sum }} as decimal(18, 2)) as {{ sum }},
    {%- endfor %}
    due_sums.has_told_part,
    cast(coalesce(receipt_sums.paid_to_date, 0) as decimal(18, 2)) as paid_to_date,
    case when receipt_sums.has_reversal then date '1900-01-01' else due_sums.short_from end as short_from
from due_sums
left join receipt_sums
    on
        due_sums.loan_id = receipt_sums.loan_id
        and due_sums.as_of_date = receipt_sums.as_of_date
        and due_sums.knowledge = receipt_sums.knowledge
