-- The version of each family that scores the run's newest date: of the promotions in force by then the latest.
with promotions as (
    select
        population,
        model_version,
        row_number() over (partition by population order by effective_from desc, promotion_no desc) as newest_first
    from {{ source('ml', 'promotions') }}
    where effective_from <= {{ run_as_of_date() }}
)

select
    populations.population,
    promotions.model_version
from (values ('behaviour'), ('application')) as populations (population)
left join promotions on populations.population = promotions.population and promotions.newest_first = 1
