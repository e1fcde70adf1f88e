{#-
    Post-hook: the class of every borrower on any day, as known at another (the newest run where none is given), as a
    table function of the published warehouse.
-#}
{% macro create_npa_class_on() -%}
    create or replace macro {{ this.database }}.{{ this.schema }}.npa_class_on(
        day, known_by := date '9999-12-31'
    ) as table
    with newest as (
        select
            customer_id,
            max(known_at) as known_at
        from {{ this }}
        where known_at <= known_by
        group by customer_id
    )

    select
        history.customer_id,
        cast(day as date) as as_of_date,
        history.borrower_class,
        history.is_npa,
        history.npa_date,
        history.known_at
    from {{ this }} as history
    inner join newest on history.customer_id = newest.customer_id and history.known_at = newest.known_at
    where
        cast(day as date) >= history.valid_from
        and (history.valid_to is null or cast(day as date) <= history.valid_to)
{%- endmacro %}
