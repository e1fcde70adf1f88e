{#-
    Body of a query: one row per facility and period (from_date, to_date in the relation `periods`) with where it stood
    at both ends, by the published classification alone. Amounts are in the book's currency, each end at its own
    day's rate. A facility is on the book while it is neither closed nor written off; a row that is no longer there
    was closed in an earlier month.
-#}
{% macro npa_moves(periods, statuses) -%}
positions as (
    select
        loan_id,
        as_of_date,
        case
            when closed_on is not null then 'CLOSED'
            when written_off_on is not null then 'WRITTEN-OFF'
            else borrower_class
        end as position_class,
        closed_on is null and written_off_on is null as is_on_book,
        closed_on is null and written_off_on is null and is_npa as is_gross_npa,
        written_off_on is not null as is_written_off,
        case
            when closed_on is null and written_off_on is null
                then coalesce(
                        {{ in_book_currency('greatest(coalesce(principal_outstanding, 0), 0)', 'exchange_rate') }}, 0
                    )
            else cast(0 as decimal(18, 2))
        end as outstanding,
        coalesce(
            {{ in_book_currency('principal_written_off', 'exchange_rate') }}, cast(0 as decimal(18, 2))
        ) as written_off
    from {{ statuses }}
),

openings as (
    select
        periods.from_date,
        periods.to_date,
        positions.*
    from {{ periods }} as periods
    inner join positions on periods.from_date = positions.as_of_date
),

closings as (
    select
        periods.from_date,
        periods.to_date,
        positions.*
    from {{ periods }} as periods
    inner join positions on periods.to_date = positions.as_of_date
),

moves as (
    select
        coalesce(closings.loan_id, openings.loan_id) as loan_id,
        coalesce(closings.from_date, openings.from_date) as from_date,
        coalesce(closings.to_date, openings.to_date) as to_date,
        coalesce(openings.position_class, 'NOT ON BOOK') as from_class,
        coalesce(closings.position_class, 'CLOSED') as to_class,
        coalesce(openings.is_gross_npa, false) as was_gross_npa,
        coalesce(closings.is_gross_npa, false) as is_gross_npa,
        coalesce(closings.is_on_book, false) as is_on_book,
        coalesce(closings.is_written_off, false) as is_written_off,
        coalesce(openings.outstanding, 0) as opening,
        coalesce(closings.outstanding, 0) as closing,
        coalesce(closings.written_off, 0) as written_off
    from openings
    full outer join closings
        on
            openings.loan_id = closings.loan_id
            and openings.from_date = closings.from_date
            and openings.to_date = closings.to_date
)
{%- endmacro %}

{#-
    Common table expressions, to follow `npa_moves`: one row per period and line of the movement of gross NPAs. Endpoints only: a
    facility that slips and is written off or closed inside one period is in no line. What a written-off facility
    owed on the day of its write-off is written off, the rest of its opening was recovered.
-#}
{% macro npa_movement_lines() -%}
{%- set lines = ['opening', 'slippage', 'increases', 'upgrades', 'recoveries', 'write_offs', 'closing'] -%}
line_amounts as (
    select
        from_date,
        to_date,
        case when was_gross_npa then opening else 0 end as opening,
        case when not was_gross_npa and is_gross_npa then closing else 0 end as slippage,
        case
            when was_gross_npa and is_gross_npa then greatest(closing - opening, 0)
            when was_gross_npa and is_written_off then greatest(written_off - opening, 0)
            else 0
        end as increases,
        case when was_gross_npa and not is_gross_npa and is_on_book then opening else 0 end as upgrades,
        case
            when was_gross_npa and is_gross_npa then greatest(opening - closing, 0)
            when was_gross_npa and is_written_off then greatest(opening - written_off, 0)
            when was_gross_npa and not is_on_book then opening
            else 0
        end as recoveries,
        case when was_gross_npa and is_written_off and not is_gross_npa then written_off else 0 end as write_offs,
        case when is_gross_npa then closing else 0 end as closing
    from moves
    where was_gross_npa or is_gross_npa
),

movement as (
    {%- for line in lines %}
    select
        periods.to_date as as_of_date,
        periods.from_date as previous_as_of_date,
        {{ loop.index }} as position,
        '{{ line }}' as line,
        cast(coalesce(sum(line_amounts.{{ line }}), 0) as decimal(18, 2)) as amount,
        cast(count(case when line_amounts.{{ line }} > 0 then 1 end) as bigint) as facility_count
    from periods
    left join line_amounts on periods.from_date = line_amounts.from_date and periods.to_date = line_amounts.to_date
    group by periods.to_date, periods.from_date
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)
{%- endmacro %}

{#- Body of a movement model: the lines of every period of this kind (night, month) that the run tells. -#}
{% macro npa_movement_since(period) -%}
with periods as (
    select *
    from {{ ref('int_npa_period') }}
    where period = '{{ period }}'
),

{{ npa_moves('periods', ref('loan_npa_status')) }},

{{ npa_movement_lines() }}

select
    as_of_date,
    line,
    amount,
    facility_count,
    previous_as_of_date,
    position
from movement
{%- endmacro %}

{#- Post-hook: the movement between any two published dates, as a table function of the published warehouse. -#}
{% macro create_npa_movement_between() -%}
    create or replace macro {{ this.database }}.{{ this.schema }}.npa_movement_between(first_date, last_date) as table
    with periods as (
        select
            cast(first_date as date) as from_date,
            cast(last_date as date) as to_date
    ),

    {{ npa_moves('periods', ref('loan_npa_status')) }},

    {{ npa_movement_lines() }}

    select
        line,
        amount,
        facility_count
    from movement
    order by position
{%- endmacro %}
