-- First in, first out: all money to the date fills the dues in order of their dates, interest before principal inside
-- an instalment. Counted from the last due backwards, as only the dues since the first short one are looked at.
{%- set tolerance = "cast('" ~ var('overdue_tolerance') ~ "' as decimal(18, 2))" %}
with dues as (
    select
        loans.loan_id,
        loans.as_of_date,
        loans.knowledge,
        loans.due_to_date,
        loans.appropriated,
        dues.instalment_number,
        dues.due_date,
        dues.amount_due,
        dues.principal_due,
        dues.interest_due
    from {{ ref('int_npa_short_loan') }} as loans
    inner join {{ ref('int_due') }} as dues
        on
            loans.loan_id = dues.loan_id
            and {{ version_holds('dues', 'loans.known_until') }}
            and loans.short_from <= dues.due_date
            and loans.as_of_date >= dues.due_date
            and loans.dues_end_on > dues.due_date
),

cumulative_dues as (
    select
        *,
        due_to_date - coalesce(sum(amount_due) over later_dues, 0) as cumulative_due,
        coalesce(sum(principal_due) over later_dues, 0) as later_principal
    from dues
    window later_dues as (
        partition by loan_id, as_of_date, knowledge
        order by due_date desc, instalment_number desc
        rows between unbounded preceding and 1 preceding
    )
)

select
    loan_id,
    as_of_date,
    knowledge,
    -- an arrear at or below the tolerance is no arrear: the first due that is short by more
    min(case when appropriated + {{ tolerance }} < cumulative_due then due_date end) as oldest_unpaid_due_date,
    cast(
        min(case when appropriated + {{ tolerance }} < cumulative_due then cumulative_due - amount_due end)
        as decimal(18, 2)
    ) as due_before_oldest,
    cast(
        max(
            case
                when appropriated < cumulative_due and appropriated >= cumulative_due - amount_due
                    then later_principal + principal_due - greatest(
                            appropriated - (cumulative_due - amount_due) - interest_due, cast(0 as decimal(18, 2))
                        )
            end
        ) as decimal(18, 2)
    ) as principal_unpaid
from cumulative_dues
group by loan_id, as_of_date, knowledge
