-- depends_on: {{ ref('stg_loans') }}, {{ ref('stg_outcomes') }}
-- A pair on the very day of the application is an application row, whatever else happened that day:
-- what a pair is must not depend on the run that builds it.
with as_of_rows as (
    select
        loans.loan_id,
        loans.customer_id,
        loans.as_of_date,
        loans.known_until,
        loans.is_open and loans.as_of_date > loans.application_date as is_behaviour,
        dates.is_run_date as is_run_row,
        dates.is_training_date and loans.is_open as is_training_row
    from {{ ref('int_loan_as_of') }} as loans
    inner join {{ ref('int_as_of_dates') }} as dates on loans.as_of_date = dates.as_of_date
    where
        (dates.is_run_date and (loans.is_open or loans.status = 'applied'))
        or (dates.is_training_date and loans.is_open)
),

{% if var('is_training_run') -%}
granted_applications as (
    select
        loan_id,
        application_date as as_of_date
    from {{ ref('int_loan_as_of') }}
    where
        as_of_date = {{ run_as_of_date() }}
        and status not in ('applied', 'rejected', 'withdrawn')
        and application_date >= {{ add_months(run_as_of_date(), '-' ~ var('training_history_months')) }}
        and {{ label_settled_on('application_date') }} <= {{ run_as_of_date() }}
),

labelled_days as (
    select * from granted_applications
    union
    select
        loan_id,
        as_of_date
    from {{ ref('stg_outcomes') }}
    where as_of_date <= {{ run_as_of_date() }}
),

labelled_rows as (
    select
        loans.loan_id,
        loans.customer_id,
        labelled_days.as_of_date,
        {{ known_until('labelled_days.as_of_date') }} as known_until,
        labelled_days.as_of_date > loans.application_date as is_behaviour,
        false as is_run_row,
        true as is_training_row
    from labelled_days
    inner join {{ ref('stg_loans') }} as loans
        on
            labelled_days.loan_id = loans.loan_id
            and labelled_days.as_of_date >= loans.application_date
            and {{ version_holds('loans', known_until('labelled_days.as_of_date')) }}
),

{% endif -%}
all_rows as (
    select * from as_of_rows
    {% if var('is_training_run') -%}
    union all
    select * from labelled_rows
    {%- endif %}
)

select
    loan_id,
    customer_id,
    as_of_date,
    known_until,
    case when bool_and(is_behaviour) then 'behaviour' else 'application' end as population,
    bool_or(is_run_row) as is_run_row,
    bool_or(is_training_row) as is_training_row
from all_rows
group by loan_id, customer_id, as_of_date, known_until
