-- A receipt counts as money that came where it was paid and positive; a reversal, a negative row, takes it back
-- on its own day and not before.
{%- set in_6m = 'receipts.payment_date > pairs.day_before_6m' %}
{%- set in_12m = 'receipts.payment_date > pairs.day_before_12m' %}
{%- set is_payment = 'not receipts.is_bounced and receipts.amount_paid > 0' %}
select
    pairs.loan_id,
    pairs.as_of_date,
    sum(case when {{ in_6m }} and not receipts.is_bounced then receipts.amount_paid else 0 end) as net_amount_paid_6m,
    sum(case when {{ in_6m }} and (receipts.is_bounced or receipts.is_reversal) then 1 else 0 end) as bounce_count_6m,
    sum(case when {{ in_12m }} and {{ is_payment }} then 1 else 0 end) as payment_count_12m,
    sum(
        case when {{ in_12m }} and {{ is_payment }} and receipts.payment_method = 'auto_debit' then 1 else 0 end
    ) as auto_debit_count_12m,
    max(
        case
            when
                {{ is_payment }}
                and not (receipts.is_fully_reversed and receipts.reversed_on <= pairs.as_of_date)
                then receipts.payment_date
        end
    ) as last_payment_date
from {{ ref('int_repayment_pair') }} as pairs
inner join {{ ref('int_ledger_receipt') }} as receipts
    on
        pairs.loan_id = receipts.loan_id
        and pairs.ledger_version = receipts.ledger_version
        and pairs.as_of_date >= receipts.payment_date
where pairs.population = 'behaviour'
group by pairs.loan_id, pairs.as_of_date
