-- What must come within seven days so that a loan does not reach the limit in them: the unpaid part of the dues
-- that will then be as old as the limit.
with threatened as (
    select
        loan_id,
        as_of_date,
        knowledge,
        ledger_version,
        as_of_date + 7 - {{ npa_dpd_limit() }} as fallen_by
    from {{ ref('int_npa_facility') }}
    where
        dpd_source = 'ledger'
        and not is_closed
        and oldest_unpaid_due_date <= as_of_date + 7 - {{ npa_dpd_limit() }}
),

dues as (
    select
        threatened.loan_id,
        threatened.as_of_date,
        threatened.knowledge,
        days.due_to_date
    from threatened
    inner join {{ ref('int_ledger_day') }} as days
        on
            threatened.loan_id = days.loan_id
            and threatened.ledger_version = days.ledger_version
            and threatened.fallen_by between days.valid_from and days.valid_to
),

receipts as (
    select
        threatened.loan_id,
        threatened.as_of_date,
        threatened.knowledge,
        days.paid_to_date
    from threatened
    inner join {{ ref('int_ledger_day') }} as days
        on
            threatened.loan_id = days.loan_id
            and threatened.ledger_version = days.ledger_version
            and threatened.as_of_date between days.valid_from and days.valid_to
)

select
    dues.loan_id,
    dues.as_of_date,
    dues.knowledge,
    cast(
        greatest(dues.due_to_date - greatest(receipts.paid_to_date, cast(0 as decimal(18, 2))), 0) as decimal(18, 2)
    ) as amount_to_stay_out_7d
from dues
inner join receipts
    on
        dues.loan_id = receipts.loan_id
        and dues.as_of_date = receipts.as_of_date
        and dues.knowledge = receipts.knowledge
