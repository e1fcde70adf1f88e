-- One row a client and month: the status at the month's end (30 days past due for each month late; -2, -1 and 0 are
-- no months late), the statement's balance, and what was paid in the month. There is no PAY_1.
{%- set months = [
    ['2005-09-30', 'pay_0', '1'], ['2005-08-31', 'pay_2', '2'], ['2005-07-31', 'pay_3', '3'],
    ['2005-06-30', 'pay_4', '4'], ['2005-05-31', 'pay_5', '5'], ['2005-04-30', 'pay_6', '6'],
] %}
{%- for month_end, months_late, statement in months %}
select
    id as loan_id,
    date '{{ month_end }}' as status_date,
    30 * greatest(try_cast({{ months_late }} as integer), 0) as reported_dpd,
    bill_amt{{ statement }} as reported_outstanding,
    case when try_cast(pay_amt{{ statement }} as decimal(18, 2)) != 0 then id || '-{{ month_end }}' end as receipt_id,
    case when try_cast(pay_amt{{ statement }} as decimal(18, 2)) != 0 then date '{{ month_end }}' end as payment_date,
    case when try_cast(pay_amt{{ statement }} as decimal(18, 2)) != 0 then pay_amt{{ statement }} end as amount_paid,
    source_file,
    source_row
from {{ source('taiwan', 'clients') }}
{{ 'union all' if not loop.last }}
{%- endfor %}
