{#-
    The columns of one figure of monitoring.data_quality, in the order in which int_quality_figure collects them. All
    arguments but the first two texts are SQL; `base_count` is the number of rows behind the figure.
-#}
{% macro quality_figure(
    check_group, item, value, table_name='table_name', base_count='null', latest_at='null', limit_value='null',
    status="'info'", note='null'
) -%}
    '{{ check_group }}' as check_group,
    {{ table_name }} as table_name,
    {{ item }} as item,
    cast({{ value }} as double) as value,
    cast({{ base_count }} as bigint) as base_count,
    cast({{ latest_at }} as timestamp) as latest_at,
    cast({{ limit_value }} as double) as limit_value,
    {{ status }} as status,
    cast({{ note }} as varchar) as note
{%- endmacro %}

{#- How far a measure lies towards the worse side of its limit. -#}
{% macro towards_the_worse() -%}
    case direction when 'rise' then measure when 'fall' then -measure else abs(measure) end
{%- endmacro %}

{#-
    What a crossed limit says, in words (a limit of nothing says none): `row` is a limit with its measure. Changes are
    told as a fraction, in points where the figure is a share, else as so many more or fewer.
-#}
{% macro finding(row) -%}
    case
        when {{ row }}.compared_on is null
            then
                'over the limit of '
                || nullif(
                    cast(case {{ row }}.severity when 2 then {{ row }}.fail_above else {{ row }}.warn_above end as double), 0
                )
        else
            case when {{ row }}.measure > 0 then 'up ' else 'down ' end
            || case
                when {{ row }}.is_relative then cast(abs({{ row }}.measure) * 100 as decimal(18, 1)) || '%'
                when {{ row }}.check_group in ('missing', 'feature', 'bounds')
                    then cast(abs({{ row }}.measure) * 100 as decimal(18, 1)) || ' points'
                else cast(cast(abs({{ row }}.measure) as bigint) as varchar)
            end
            || ' on ' || {{ row }}.compared_on
    end
{%- endmacro %}
