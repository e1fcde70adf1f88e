-- What the accepted rows speak about and since when they count, a row per pair of days: the one scan of the raw tables
-- from which both lateness and freshness are told, for any date. event_on is the day that a row speaks about (null: of
-- none, such as a customer's details); known_on is the first date that may read it by its record time.
-- A due is counted only where it has a record time of its own (else it is known with the contract); one that was known
-- before its day, as most are, is told of the day it was known, so that the pairs of days stay few.
{%- set due_event_on = 'least(due_date, ' ~ first_day_known('due_recorded_at') ~ ')' %}
{%- set entries = [
    ['customers', 'version', ref('stg_customers__checked'), 'cast(null as date)', 'recorded_at', 'true'],
    ['credit_history', 'pull', ref('stg_credit_history__checked'), 'pull_date', 'recorded_at', 'true'],
    ['repayments', 'due', ref('stg_repayments__checked'), due_event_on, 'due_recorded_at', 'due_recorded_at is not null'],
    ['repayments', 'receipt', ref('stg_repayments__checked'), 'payment_date', 'recorded_at', 'payment_date is not null'],
    ['repayments', 'status', ref('stg_repayments__checked'), 'status_date', 'recorded_at', 'status_date is not null'],
    ['outcomes', 'outcome', ref('stg_outcomes__checked'), 'matured_on', 'recorded_at', 'true'],
    ['ledger_totals', 'total', ref('stg_ledger_totals__checked'), 'as_of_date', 'cast(null as timestamp)', 'true'],
] %}
-- a version of a loan speaks about the newest day it tells of, unless the version before told it already
with told_days as (
    select
        loan_id,
        version_no,
        recorded_at,
        greatest(
            application_date, decided_on, disbursed_on, closed_on, settled_on, written_off_on, restructured_on,
            fraud_reported_on, loss_identified_on, rate_effective_on, collateral_valued_on
        ) as newest_told_on
    from {{ ref('stg_loans') }}
),

loan_versions as (
    select
        recorded_at,
        case
            when newest_told_on > lag(newest_told_on) over (partition by loan_id order by version_no) or version_no = 1
                then newest_told_on
        end as event_on
    from told_days
),

entries as (
    select
        'loans' as table_name,
        'version' as part,
        event_on,
        recorded_at
    from loan_versions
    {%- for table, part, relation, event_on, recorded_at, condition in entries %}
    union all
    select
        '{{ table }}' as table_name,
        '{{ part }}' as part,
        {{ event_on }} as event_on,
        {{ recorded_at }} as recorded_at
    from {{ relation }}
    where broken_rule is null and {{ condition }}
    {%- endfor %}
)

select
    table_name,
    part,
    event_on,
    case when recorded_at is not null then {{ first_day_known('recorded_at') }} end as known_on,
    count(*) as row_count,
    max(recorded_at) as newest_recorded_at
from entries
group by table_name, part, event_on, known_on
