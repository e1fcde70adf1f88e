-- opening + slippage + increases - upgrades - recoveries - write-offs = closing, to the paisa, and both ends are
-- the gross NPAs that were published on their days
{%- for movement in ['npa_movement', 'npa_movement_monthly'] %}
select
    '{{ movement }}' as movement,
    as_of_date,
    'lines' as what,
    sum(case when line in ('opening', 'slippage', 'increases') then amount when line != 'closing' then -amount else 0 end)
        as found,
    sum(case when line = 'closing' then amount else 0 end) as expected
from {{ ref(movement) }}
group by as_of_date
having found != expected
union all
select
    '{{ movement }}' as movement,
    ends.as_of_date,
    ends.line as what,
    ends.amount as found,
    coalesce(gross.amount, 0) as expected
from {{ ref(movement) }} as ends
left join (
    select
        as_of_date,
        sum({{ in_book_currency('greatest(principal_outstanding, 0)', 'exchange_rate') }}) as amount
    from {{ ref('loan_npa_status') }}
    where is_npa and closed_on is null and written_off_on is null
    group by as_of_date
) as gross
    on gross.as_of_date = case when ends.line = 'opening' then ends.previous_as_of_date else ends.as_of_date end
where ends.line in ('opening', 'closing') and ends.amount != coalesce(gross.amount, 0)
{{ 'union all' if not loop.last }}
{%- endfor %}
