-- Open loans on the run dates, with what their allowance depends on beside the scores.
with revolving as (
    {{ dated_sets(ref('ecl_revolving')) }}
)

select
    status.loan_id,
    status.customer_id,
    status.as_of_date,
    status.loan_type,
    status.currency,
    status.exchange_rate,
    status.dpd,
    status.borrower_class,
    status.is_npa,
    status.npa_date,
    status.provision,
    status.overdue_amount,
    case
        when status.principal_outstanding is not null
            then greatest(status.principal_outstanding, cast(0 as decimal(18, 2)))
    end as outstanding,
    coalesce(loans.is_secured, false) as is_secured,
    loans.enterprise_size,
    loans.loan_amount,
    loans.is_distress_restructured,
    loans.restructured_on,
    rates.interest_rate_pct,
    versions.ledger_version,
    {{ add_months('loans.opened_on', 'loans.loan_term_months') }} as contract_ends_on,
    revolving.loan_type is not null as is_revolving,
    revolving.credit_conversion_factor,
    revolving.life_years
from {{ ref('int_npa_status') }} as status
inner join {{ ref('int_loan_as_of') }} as loans
    on status.loan_id = loans.loan_id and status.as_of_date = loans.as_of_date
left join {{ ref('int_spine_interest_rate') }} as rates
    on status.loan_id = rates.loan_id and status.as_of_date = rates.as_of_date
left join {{ ref('int_ledger_version') }} as versions
    on status.loan_id = versions.loan_id and status.as_of_date = versions.as_of_date
left join revolving
    on
        status.loan_type = revolving.loan_type
        and {{ in_force_on('revolving', 'status.as_of_date') }}
where status.as_of_date in ({{ run_dates() }}) and not status.is_closed and not status.is_written_off
