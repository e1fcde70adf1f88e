{#- The ledger that holds everything known in this run. -#}
{% macro complete_ledger() -%}
    date '9999-12-31'
{%- endmacro %}

{#-
    Which ledger holds for each (loan_id, as_of_date, known_until) of `pairs`: the complete one where nothing that
    bears on days up to the date was recorded after it, else one cut to what was known then, named by the date.
    So one ledger serves all dates of a loan, but for the few around a late or corrected record.
-#}
{% macro ledger_version_for(pairs) -%}
select
    pairs.loan_id,
    pairs.as_of_date,
    case
        when bool_or(
            late_records.recorded_on_or_before_day <= pairs.as_of_date
            and late_records.known_from > pairs.known_until
        ) then pairs.as_of_date
        else {{ complete_ledger() }}
    end as ledger_version
from {{ pairs }} as pairs
left join {{ ref('int_late_record') }} as late_records
    on pairs.loan_id = late_records.loan_id
group by pairs.loan_id, pairs.as_of_date
{%- endmacro %}
