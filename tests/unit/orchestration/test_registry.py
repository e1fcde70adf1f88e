"""The registry: which version scores which day-end, and what its log says of the versions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import duckdb
import pytest

from orchestration.errors import UsageError
from orchestration.registry import (
    Promotion,
    champions,
    known_version,
    last_trainings,
    previous_champions,
    promote,
)


@pytest.fixture
def registry() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(
            """
            create schema ml;
            create table ml.promotions (
                promotion_no bigint, population varchar, model_version varchar,
                effective_from date, promoted_by varchar, promoted_reason varchar,
                promoted_at timestamp
            );
            create table ml.model_versions (
                model_version varchar, population varchar, state varchar, trained_as_of_date date,
                effective_from date, effective_to date, promoted_by varchar, promoted_reason varchar
            );
            create table ml.training_attempts (population varchar, as_of_date date);
            insert into ml.model_versions (model_version, population, state) values
                ('b1', 'behaviour', 'candidate'), ('b2', 'behaviour', 'candidate'),
                ('b3', 'behaviour', 'candidate'), ('a1', 'application', 'candidate');
            """
        )
        yield connection


def make_champion(
    registry: duckdb.DuckDBPyConnection,
    version: str,
    effective_from: str,
    family: str = "behaviour",
) -> None:
    promotion = Promotion(
        population=family,
        model_version=version,
        effective_from=date.fromisoformat(effective_from),
        promoted_by="Meera",
        promoted_reason="validated",
        promoted_at=datetime(2025, 7, 1, tzinfo=UTC),
    )
    promote(registry, promotion)


def states(registry: duckdb.DuckDBPyConnection) -> dict[str, tuple[object, ...]]:
    found = registry.execute(
        "select model_version, state, effective_from::varchar, effective_to::varchar "
        "from ml.model_versions"
    ).fetchall()
    return {row[0]: row[1:] for row in found}


def on(day: str) -> date:
    return date.fromisoformat(day)


def test_a_day_is_scored_by_the_version_in_office_on_that_day(
    registry: duckdb.DuckDBPyConnection,
) -> None:
    make_champion(registry, "b1", "2025-01-31")
    make_champion(registry, "b2", "2025-02-28")
    assert champions(registry, on("2025-01-30")) == {}
    assert champions(registry, on("2025-01-31")) == {"behaviour": "b1"}
    assert champions(registry, on("2025-02-27")) == {"behaviour": "b1"}
    assert champions(registry, on("2025-02-28")) == {"behaviour": "b2"}


def test_families_have_champions_of_their_own(registry: duckdb.DuckDBPyConnection) -> None:
    make_champion(registry, "b1", "2025-01-31")
    make_champion(registry, "a1", "2025-02-28", family="application")
    assert champions(registry, on("2025-03-01")) == {"behaviour": "b1", "application": "a1"}


def test_of_two_promotions_on_one_day_the_later_holds(registry: duckdb.DuckDBPyConnection) -> None:
    make_champion(registry, "b1", "2025-01-31")
    make_champion(registry, "b2", "2025-01-31")
    assert champions(registry, on("2025-01-31")) == {"behaviour": "b2"}
    assert states(registry)["b1"][0] == "retired"


def test_states_and_dates_follow_from_the_promotions(registry: duckdb.DuckDBPyConnection) -> None:
    make_champion(registry, "b1", "2025-01-31")
    make_champion(registry, "b2", "2025-02-28")
    found = states(registry)
    assert found["b1"] == ("retired", "2025-01-31", "2025-02-28")
    assert found["b2"] == ("champion", "2025-02-28", None)
    assert found["b3"] == ("candidate", None, None)


def test_a_version_trained_for_an_older_day_does_not_unseat_a_newer_one(
    registry: duckdb.DuckDBPyConnection,
) -> None:
    make_champion(registry, "b2", "2025-02-28")
    make_champion(registry, "b1", "2025-01-31")
    assert champions(registry, on("2025-03-01")) == {"behaviour": "b2"}
    assert states(registry)["b1"] == ("retired", "2025-01-31", "2025-02-28")


def test_a_version_that_is_promoted_again_is_champion_again(
    registry: duckdb.DuckDBPyConnection,
) -> None:
    for version, day in (("b1", "2025-01-31"), ("b2", "2025-02-28"), ("b1", "2025-03-05")):
        make_champion(registry, version, day)
    assert champions(registry, on("2025-03-04")) == {"behaviour": "b2"}
    assert champions(registry, on("2025-03-05")) == {"behaviour": "b1"}
    assert states(registry)["b1"] == ("champion", "2025-03-05", None)
    assert states(registry)["b2"] == ("retired", "2025-02-28", "2025-03-05")


def test_the_champion_before_the_present_one_is_the_one_to_go_back_to(
    registry: duckdb.DuckDBPyConnection,
) -> None:
    make_champion(registry, "b1", "2025-01-31")
    assert previous_champions(registry) == {}
    make_champion(registry, "b2", "2025-02-28")
    make_champion(registry, "b3", "2025-03-31")
    make_champion(registry, "a1", "2025-03-31", family="application")
    assert previous_champions(registry) == {"behaviour": "b2"}


def test_trainings_after_the_day_do_not_count_for_it(registry: duckdb.DuckDBPyConnection) -> None:
    registry.execute(
        "insert into ml.training_attempts values ('behaviour', '2025-01-31'), "
        "('behaviour', '2025-03-31'), ('application', '2025-03-31')"
    )
    assert last_trainings(registry, on("2025-03-30")) == {"behaviour": on("2025-01-31")}


def test_a_warehouse_without_a_registry_has_had_no_training() -> None:
    with duckdb.connect() as connection:
        assert last_trainings(connection, on("2025-03-30")) == {}


def test_an_unknown_version_is_answered_with_the_known_ones(
    registry: duckdb.DuckDBPyConnection,
) -> None:
    assert known_version(registry, "a1").population == "application"
    with pytest.raises(UsageError, match="no model version b9: the registry has a1, b1, b2, b3"):
        known_version(registry, "b9")
