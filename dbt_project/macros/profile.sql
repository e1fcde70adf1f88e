{#- What the exploration needs of a feature of the catalogue (a dict of catalogue_features). -#}

{#- Number of the bin that a row's value falls into: see int_profile_bin. -#}
{% macro bin_of(feature, relation='') -%}
    {%- set value = (relation ~ '.' if relation else '') ~ feature.name -%}
    case
        when {{ value }} is null then 0
        {%- if feature.dtype == 'category' %}
        {%- for category in feature.categories %}
        when {{ value }} = '{{ category }}' then {{ loop.index }}
        {%- endfor %}
        else {{ feature.categories | length + 1 }}
        {%- else %}
        {%- for edge in feature.bins %}
        when {{ value }} < {{ edge }} then {{ loop.index }}
        {%- endfor %}
        else {{ feature.bins | length + 1 }}
        {%- endif %}
    end
{%- endmacro %}

{#- Whether a value lies outside the bounds of the catalogue; false where it is missing, or has none. -#}
{% macro is_out_of_bounds(feature) -%}
    {%- set sides = [] -%}
    {%- if feature.bounds[0] is not none -%}
        {%- do sides.append(feature.name ~ ' < ' ~ feature.bounds[0]) -%}
    {%- endif -%}
    {%- if feature.bounds[1] is not none -%}
        {%- do sides.append(feature.name ~ ' > ' ~ feature.bounds[1]) -%}
    {%- endif -%}
    {{ sides | join(' or ') if sides else 'false' }}
{%- endmacro %}

{#- An array of quantiles of a column, interpolated between neighbours; ask for all at once: the sorting is what costs. -#}
{% macro quantiles(column, fractions) -%}
    {{ return(adapter.dispatch('quantiles')(column, fractions)) }}
{%- endmacro %}

{% macro default__quantiles(column, fractions) -%}
    percentile_cont(array[{{ fractions | join(', ') }}]) within group (order by {{ column }})
{%- endmacro %}

{% macro duckdb__quantiles(column, fractions) -%}
    quantile_cont({{ column }}, [{{ fractions | join(', ') }}])
{%- endmacro %}

{#- An end of the 95% Wilson interval of a share of `part` in `whole`: '-' its lower, '+' its upper; null without rows. -#}
{% macro wilson_bound(part, whole, side) -%}
    {%- set z = 1.959963984540054 -%}
    (
        {{ part }} + {{ z * z / 2 }}
        {{ side }} {{ z }} * sqrt({{ part }} * ({{ whole }} - {{ part }}) / cast(nullif({{ whole }}, 0) as double) + {{ z * z / 4 }})
    ) / ({{ whole }} + {{ z * z }})
{%- endmacro %}
