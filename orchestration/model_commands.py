"""The registry for people: what there is, and the champion by explicit version."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from orchestration import clock
from orchestration.errors import UsageError
from orchestration.home import Home
from orchestration.lock import run_lock
from orchestration.model_files import load_bundle
from orchestration.publishing import put_warehouse_in_place
from orchestration.registry import Promotion, has_registry, known_version, previous_champions
from orchestration.registry import promote as write_promotion
from orchestration.settings import Settings
from orchestration.warehouse import connect, one_row, start_build

if TYPE_CHECKING:
    import duckdb

# Each version with how its champion did on the rows it was judged by.
_MODELS = """
select
    versions.model_version,
    versions.population,
    versions.state,
    versions.algorithm,
    versions.trained_as_of_date,
    versions.effective_from,
    versions.effective_to,
    versions.training_rows,
    versions.training_bads,
    versions.label_source,
    versions.validation,
    max(case when metrics.metric = 'auc' then metrics.value end) as auc,
    max(case when metrics.metric = 'ks' then metrics.value end) as ks,
    versions.promoted_by,
    versions.promoted_reason
from ml.model_versions as versions
left join ml.candidate_metrics as metrics
    on
        versions.model_version = metrics.model_version
        and metrics.is_champion
        and metrics.sample = case versions.validation
            when 'out_of_time' then 'out_of_time' else 'folds'
        end
group by all
order by versions.population, versions.trained_as_of_date desc, versions.model_version
"""


def list_models(home: Home, settings: Settings) -> list[dict[str, Any]]:
    """Every version of the published registry, newest first within its family."""
    if not home.published.exists():
        return []
    with connect(home.published, settings, home.spill, read_only=True) as connection:
        return _list(connection)


def promote_version(
    home: Home,
    settings: Settings,
    version: str,
    effective_from: date | None,
    by: str | None,
    reason: str,
) -> list[dict[str, Any]]:
    """Make `version` champion of its family and publish that; returns the registry."""

    def choose(connection: duckdb.DuckDBPyConnection) -> tuple[str, str, str]:
        found = known_version(connection, version)
        return found.population, version, reason or "promoted by hand"

    return _publish_promotion(home, settings, "promote", choose, effective_from, by)


def roll_back(
    home: Home,
    settings: Settings,
    population: str | None,
    effective_from: date | None,
    by: str | None,
    reason: str,
) -> list[dict[str, Any]]:
    """Make the champion before the present one champion again; returns the registry."""

    def choose(connection: duckdb.DuckDBPyConnection) -> tuple[str, str, str]:
        earlier = previous_champions(connection) if has_registry(connection) else {}
        if population is not None:
            earlier = {family: v for family, v in earlier.items() if family == population}
        if not earlier:
            raise UsageError(
                f"there is no earlier champion of {population or 'any family'} to go back to: "
                "`loanbook models` lists the versions"
            )
        if len(earlier) > 1:
            raise UsageError(
                f"{' and '.join(earlier)} have an earlier champion: choose one with --population"
            )
        family, version = next(iter(earlier.items()))
        return family, version, reason or "rolled back"

    return _publish_promotion(home, settings, "rollback", choose, effective_from, by)


def _publish_promotion(
    home: Home,
    settings: Settings,
    command: str,
    choose: Callable[[duckdb.DuckDBPyConnection], tuple[str, str, str]],
    effective_from: date | None,
    by: str | None,
) -> list[dict[str, Any]]:
    if not home.published.exists():
        raise UsageError(f"there is no warehouse at {home.published}: run `loanbook nightly` first")
    with run_lock(home.lock, f"loanbook {command}"):
        start_build(home)
        with connect(home.build_warehouse, settings, home.spill) as connection:
            population, version, reason = choose(connection)
            load_bundle(home, version)
            promotion = Promotion(
                population=population,
                model_version=version,
                effective_from=effective_from or _next_day(connection),
                promoted_by=by or getpass.getuser(),
                promoted_reason=reason,
                promoted_at=clock.now(),
            )
            write_promotion(connection, promotion)
            connection.execute("checkpoint")
            registry = _list(connection)
        put_warehouse_in_place(home)
    return registry


def _next_day(connection: duckdb.DuckDBPyConnection) -> Any:
    """The day after the last scored one: published scores stay what they were."""
    (scored, trained) = one_row(
        connection,
        "select (select max(as_of_date) from scores.loan_scores), "
        "(select max(trained_as_of_date) from ml.model_versions)",
    )
    return scored + timedelta(days=1) if scored else trained


def _list(connection: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    if not has_registry(connection):
        return []
    found = connection.execute(_MODELS)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
