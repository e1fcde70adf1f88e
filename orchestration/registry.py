"""The registry of models: which version was trained when, and which scores a day-end.

The log `ml.promotions` decides; `state`, `effective_from` and `effective_to` of `ml.model_versions`
are written from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from orchestration.errors import UsageError
from orchestration.warehouse import relations

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Promotion:
    """A version to make champion of its family from a day-end on, by whom and why."""

    population: str
    model_version: str
    effective_from: date
    promoted_by: str
    promoted_reason: str
    promoted_at: datetime


def has_registry(connection: duckdb.DuckDBPyConnection) -> bool:
    """False for a warehouse that has never seen a run."""
    return "promotions" in relations(connection, "ml")


def trainings(connection: duckdb.DuckDBPyConnection) -> dict[str, list[date]]:
    """For each family the dates on which a training was tried."""
    if not has_registry(connection):
        return {}
    rows = connection.execute(
        "select population, list(as_of_date order by as_of_date) from ml.training_attempts "
        "group by population"
    ).fetchall()
    return dict(rows)


def last_trainings(connection: duckdb.DuckDBPyConnection, as_of_date: date) -> dict[str, date]:
    """For each family the newest date up to `as_of_date` on which a training was tried."""
    return {
        population: max(known)
        for population, days in trainings(connection).items()
        if (known := [day for day in days if day <= as_of_date])
    }


def champions(connection: duckdb.DuckDBPyConnection, as_of_date: date) -> dict[str, str]:
    """For each family the version that scores `as_of_date`."""
    rows = connection.execute(
        "select population, arg_max(model_version, (effective_from, promotion_no)) "
        "from ml.promotions where effective_from <= ? group by population",
        [as_of_date],
    ).fetchall()
    return dict(rows)


def promote(connection: duckdb.DuckDBPyConnection, promotion: Promotion) -> None:
    """Write a promotion to the log and the states that follow from it."""
    connection.execute(
        "insert into ml.promotions by name select "
        "(select coalesce(max(promotion_no), 0) + 1 from ml.promotions) as promotion_no, "
        "? as population, ? as model_version, ? as effective_from, ? as promoted_by, "
        "? as promoted_reason, ? as promoted_at",
        [
            promotion.population,
            promotion.model_version,
            promotion.effective_from,
            promotion.promoted_by,
            promotion.promoted_reason,
            promotion.promoted_at.replace(tzinfo=None),
        ],
    )
    write_states(connection)


def write_states(connection: duckdb.DuckDBPyConnection) -> None:
    """Set state, dates and promoter of every version from the log of promotions."""
    connection.execute(
        """
        with holding as (
            -- of several promotions on one day the last holds
            select * from ml.promotions
            qualify row_number() over (
                partition by population, effective_from order by promotion_no desc
            ) = 1
        ),

        spans as (
            select
                *,
                lead(effective_from) over (
                    partition by population order by effective_from
                ) as effective_to
            from holding
        ),

        latest as (
            select * from spans
            qualify row_number() over (
                partition by model_version order by effective_from desc
            ) = 1
        )

        update ml.model_versions as versions
        set
            state = case
                when latest.model_version is null and promoted.model_version is null
                    then 'candidate'
                when latest.model_version is not null and latest.effective_to is null
                    then 'champion'
                else 'retired'
            end,
            effective_from = latest.effective_from,
            effective_to = latest.effective_to,
            promoted_by = latest.promoted_by,
            promoted_reason = latest.promoted_reason
        from ml.model_versions as every
        left join latest on every.model_version = latest.model_version
        left join (select distinct model_version from ml.promotions) as promoted
            on every.model_version = promoted.model_version
        where versions.model_version = every.model_version
        """
    )


@dataclass(frozen=True)
class KnownVersion:
    """A version of the registry."""

    model_version: str
    population: str


def known_version(connection: duckdb.DuckDBPyConnection, version: str) -> KnownVersion:
    """The registry's entry of `version`; UsageError names the versions there are."""
    rows: list[tuple[str, str]] = []
    if has_registry(connection):
        rows = connection.execute(
            "select model_version, population from ml.model_versions "
            "order by trained_as_of_date desc, model_version"
        ).fetchall()
    for row in rows:
        if row[0] == version:
            return KnownVersion(*row)
    names = ", ".join(row[0] for row in rows[:6]) or "no version yet"
    raise UsageError(f"there is no model version {version}: the registry has {names}")


def previous_champions(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """For each family the version that was promoted before the present champion, if any was."""
    log: dict[str, list[str]] = {}
    for population, version in connection.execute(
        "select population, model_version from ml.promotions "
        "order by population, effective_from, promotion_no"
    ).fetchall():
        log.setdefault(population, []).append(version)
    return {
        population: others[-1]
        for population, versions in log.items()
        if (others := [version for version in versions if version != versions[-1]])
    }
