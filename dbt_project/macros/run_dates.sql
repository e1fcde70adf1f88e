{#- The dates this run builds, as a comma-separated list of SQL date literals. -#}
{% macro run_dates() -%}
    {%- for as_of_date in var('as_of_dates') -%}
        date '{{ as_of_date }}'{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{#- The newest of them: the date the reports are about. -#}
{% macro run_as_of_date() -%}
    date '{{ var("as_of_dates") | max }}'
{%- endmacro %}

{#- The oldest of them: history shown for any of the run's dates starts before it. -#}
{% macro first_run_date() -%}
    date '{{ var("as_of_dates") | min }}'
{%- endmacro %}

{#- Pre-hook of an incremental mart: the rows that this run writes again go, so that a second run replaces the first. -#}
{% macro replace_rows(condition) -%}
    {%- if is_incremental() -%}
        delete from {{ this }} where {{ condition }}
    {%- else -%}
        select 1
    {%- endif -%}
{%- endmacro %}

{#- Those of the run's dates. -#}
{% macro replace_run_dates(date_column='as_of_date') -%}
    {{ replace_rows(date_column ~ ' in (' ~ run_dates() ~ ')') }}
{%- endmacro %}

{#- Of what is never rewritten, those of dates that no earlier run has published. -#}
{% macro replace_unpublished_run_dates(date_column='as_of_date') -%}
    {{ replace_rows(date_column ~ ' in (' ~ run_dates() ~ ') and not ' ~ is_published(date_column)) }}
{%- endmacro %}

{#- Of what tells of the time between two published dates, those of the periods that this run tells anew. -#}
{% macro replace_told_periods(period) -%}
    {{ replace_rows("as_of_date in (select to_date from " ~ ref('int_npa_period') ~ " where period = '" ~ period ~ "')") }}
{%- endmacro %}

{#- Those of the dates of a relation. -#}
{% macro replace_dates_of(dates) -%}
    {{ replace_rows('as_of_date in (select dates.as_of_date from ' ~ dates ~ ' as dates)') }}
{%- endmacro %}

{#- Of the labels: a training run labels all its pairs anew, with what is known by then; other runs leave them. -#}
{% macro replace_labels() -%}
    {{ replace_rows('true' if var('is_training_run') else 'false') }}
{%- endmacro %}

{#- Of what is told about labels: a training run tells its own date anew, other runs leave what stands. -#}
{% macro replace_explored() -%}
    {{ replace_rows('labelled_on = ' ~ run_as_of_date() if var('is_training_run') else 'false') }}
{%- endmacro %}
