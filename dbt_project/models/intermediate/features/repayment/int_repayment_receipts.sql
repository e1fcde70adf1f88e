-- A receipt counts as money that came where it was paid and positive; a reversal, a negative row, takes it back
-- on its own day and not before.
{%- set in_6m = 'receipts.payment_date > pairs.day_before_6m' %}
{%- set in_12m = 'receipts.payment_date > pairs.day_before_12m' %}
{%- set is_bounced = "receipts.payment_status = 'bounced'" %}
{%- set is_payment = "receipts.payment_status != 'bounced' and receipts.amount_paid > 0" %}
{%- set is_reversal = "receipts.payment_status != 'bounced' and receipts.amount_paid < 0" %}
{%- set is_known -%}
pairs.loan_id = receipts.loan_id
        and pairs.as_of_date >= receipts.payment_date
        and pairs.known_until >= receipts.known_from
{%- endset %}
with sums as (
    select
        pairs.loan_id,
        pairs.as_of_date,
        sum(case when {{ in_6m }} and not {{ is_bounced }} then receipts.amount_paid else 0 end) as net_amount_paid_6m,
        sum(case when {{ in_6m }} and ({{ is_bounced }} or {{ is_reversal }}) then 1 else 0 end) as bounce_count_6m,
        sum(case when {{ is_payment }} then 1 else 0 end) as payment_count_12m,
        sum(case when {{ is_payment }} and receipts.payment_method = 'auto_debit' then 1 else 0 end)
            as auto_debit_count_12m,
        max(case when {{ is_payment }} then receipts.payment_date end) as last_payment_date
    from {{ ref('int_repayment_pair') }} as pairs
    inner join {{ ref('stg_receipts') }} as receipts on {{ is_known }} and {{ in_12m }}
    where pairs.population = 'behaviour'
    group by pairs.loan_id, pairs.as_of_date
),

-- The last payment is looked for again where none came within twelve months, and where a reversal may have taken it
-- back: what was fully taken back never came.
reversed_loans as (
    select distinct receipts.loan_id
    from {{ ref('stg_receipts') }} as receipts
    where {{ is_reversal }}
),

searched_pairs as (
    select
        pairs.loan_id,
        pairs.as_of_date,
        pairs.known_until
    from {{ ref('int_repayment_pair') }} as pairs
    left join sums on pairs.loan_id = sums.loan_id and pairs.as_of_date = sums.as_of_date
    left join reversed_loans on pairs.loan_id = reversed_loans.loan_id
    where
        pairs.population = 'behaviour'
        and (sums.last_payment_date is null or reversed_loans.loan_id is not null)
),

known_receipts as (
    select
        pairs.as_of_date,
        receipts.loan_id,
        receipts.receipt_id,
        receipts.reverses_receipt_id,
        receipts.payment_date,
        receipts.amount_paid
    from searched_pairs as pairs
    inner join {{ ref('stg_receipts') }} as receipts on {{ is_known }}
    where receipts.payment_status != 'bounced'
),

reversed_amounts as (
    select
        loan_id,
        as_of_date,
        reverses_receipt_id as receipt_id,
        -sum(amount_paid) as reversed_amount
    from known_receipts
    where amount_paid < 0 and reverses_receipt_id is not null
    group by loan_id, as_of_date, reverses_receipt_id
),

last_payments as (
    select
        receipts.loan_id,
        receipts.as_of_date,
        max(receipts.payment_date) as last_payment_date
    from known_receipts as receipts
    left join reversed_amounts as reversals
        on
            receipts.loan_id = reversals.loan_id
            and receipts.as_of_date = reversals.as_of_date
            and receipts.receipt_id = reversals.receipt_id
    where receipts.amount_paid > 0 and coalesce(reversals.reversed_amount < receipts.amount_paid, true)
    group by receipts.loan_id, receipts.as_of_date
)

select
    pairs.loan_id,
    pairs.as_of_date,
    sums.net_amount_paid_6m,
    sums.bounce_count_6m,
    sums.payment_count_12m,
    sums.auto_debit_count_12m,
    case when searched_pairs.loan_id is null then sums.last_payment_date else last_payments.last_payment_date end
        as last_payment_date
from {{ ref('int_repayment_pair') }} as pairs
left join sums on pairs.loan_id = sums.loan_id and pairs.as_of_date = sums.as_of_date
left join searched_pairs
    on pairs.loan_id = searched_pairs.loan_id and pairs.as_of_date = searched_pairs.as_of_date
left join last_payments
    on pairs.loan_id = last_payments.loan_id and pairs.as_of_date = last_payments.as_of_date
where pairs.population = 'behaviour'
