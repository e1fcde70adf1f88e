-- opening + slippage + increases - upgrades - recoveries - write-offs = closing, to the paisa, and both ends are
-- the gross NPAs that were published on their days
with movements as (
    {%- for movement in ['npa_movement', 'npa_movement_monthly'] %}
    select
        '{{ movement }}' as movement,
        as_of_date,
        previous_as_of_date,
        line,
        amount
    from {{ ref(movement) }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

gross as (
    select
        as_of_date,
        sum({{ in_book_currency('greatest(principal_outstanding, 0)', 'exchange_rate') }}) as amount
    from {{ ref('loan_npa_status') }}
    where is_npa and closed_on is null and written_off_on is null
    group by as_of_date
),

ends as (
    select
        *,
        case when line = 'opening' then previous_as_of_date else as_of_date end as published_on
    from movements
    where line in ('opening', 'closing')
),

sums as (
    select
        movement,
        as_of_date,
        sum(
            case
                when line in ('opening', 'slippage', 'increases') then amount
                when line in ('upgrades', 'recoveries', 'write_offs') then -amount
            end
        ) as found,
        sum(case when line = 'closing' then amount end) as expected
    from movements
    group by movement, as_of_date
)

select
    movement,
    as_of_date,
    'lines' as what,
    found,
    expected
from sums
where found != expected
union all
select
    ends.movement,
    ends.as_of_date,
    ends.line as what,
    ends.amount as found,
    coalesce(gross.amount, 0) as expected
from ends
left join gross on ends.published_on = gross.as_of_date
where ends.amount != coalesce(gross.amount, 0)
