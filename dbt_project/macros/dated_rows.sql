{#-
    Rows of a dated rule table with the day on which each stops to hold (null: it still does): the day of the
    next row of the same `key`. Used for every table that is looked up "as in force on a day".
-#}
{% macro dated_rows(relation, key, valid_from='valid_from') -%}
select
    *,
    lead({{ valid_from }}) over (partition by {{ key | join(', ') }} order by {{ valid_from }}) as valid_to
from {{ relation }}
{%- endmacro %}

{#- Joins a row of `dated_rows` to a day. -#}
{% macro in_force_on(row, day, valid_from='valid_from') -%}
    {{ day }} >= {{ row }}.{{ valid_from }} and ({{ row }}.valid_to is null or {{ day }} < {{ row }}.valid_to)
{%- endmacro %}

{#-
    A rule table that is dated as a whole: all rows of one `valid_from` hold until the next `valid_from`, whichever
    rows that one has. Looked up with `in_force_on` like `dated_rows`.
-#}
{% macro dated_sets(relation) -%}
select
    dated.*,
    sets.valid_to
from {{ relation }} as dated
inner join (
    select
        valid_from,
        lead(valid_from) over (order by valid_from) as valid_to
    from {{ relation }}
    group by valid_from
) as sets on dated.valid_from = sets.valid_from
{%- endmacro %}
