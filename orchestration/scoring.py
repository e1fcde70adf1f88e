"""Scoring the dates of a run: read the night's rows, call `ml`, write scores and reasons.

Undecided applications get the application model, open loans with three months on book the
behaviour model, younger ones the application model on what is known of any applicant; a loan that
is NPA gets a PD of 1, no model and no reasons. Where the wanted family has no champion an open
loan is scored by the other one, and the run says so; an application is not, since a behaviour
model has nothing of it to read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from orchestration import clock
from orchestration.catalogue import feature_specs
from orchestration.model_files import load_bundle
from orchestration.night import Night
from orchestration.registry import champions
from orchestration.scored_rows import (
    Group,
    read_bands,
    scored_by_model,
    scored_without_model,
    start_scoring,
    take_rows,
    write_scores,
)

if TYPE_CHECKING:
    import duckdb

    from ml.bands import Band
    from ml.bundle import ModelBundle

NPA = "npa"


def family_to_use(group: Group, available: frozenset[str]) -> str | None:
    """The family that scores a group of rows, null when none of the available ones can."""
    if not available:
        return None
    if group.wanted_family == NPA or group.wanted_family in available:
        return group.wanted_family
    return None if group.population == "application" else next(iter(available))


def score_run(night: Night) -> dict[str, int]:
    """Score every date of the run; returns the number of rows written to each table."""
    totals = {"loan_scores": 0, "loan_score_reasons": 0}
    for number, as_of_date in enumerate(night.plan.as_of_dates):
        with night.connect() as connection:
            counts = _score_date(night, connection, as_of_date, clock.now())
        totals = {table: totals[table] + counts[table] for table in totals}
        night.progress.advance(number + 1, len(night.plan.as_of_dates))
    night.record.counts |= totals
    return totals


def _score_date(
    night: Night,
    connection: duckdb.DuckDBPyConnection,
    as_of_date: date,
    scored_at: datetime,
) -> dict[str, int]:
    versions = champions(connection, as_of_date)
    models = {
        population: load_bundle(night.home, version) for population, version in versions.items()
    }
    bands = read_bands(connection)
    for group in start_scoring(connection, as_of_date):
        family = family_to_use(group, frozenset(models))
        _tell_fallback(night, as_of_date, group, family)
        if family is not None:
            _score_group(night, connection, group, family, models, versions, bands)
    return write_scores(connection, as_of_date, night.plan.run_id, scored_at)


def _score_group(
    night: Night,
    connection: duckdb.DuckDBPyConnection,
    group: Group,
    family: str,
    models: Mapping[str, ModelBundle],
    versions: Mapping[str, str],
    bands: tuple[Band, ...],
) -> None:
    from ml.points import scale_named

    names = tuple(spec.name for spec in feature_specs(night.manifest))
    for rows in take_rows(connection, group, names, night.settings.score_batch_rows):
        if family == NPA:
            scored_without_model(connection, rows, scale_named(night.settings.score_scale), bands)
        else:
            scored_by_model(connection, rows, models[family], versions[family], bands)


def _tell_fallback(night: Night, as_of_date: date, group: Group, family: str | None) -> None:
    wanted = group.wanted_family
    if family == wanted:
        return
    key = f"{as_of_date.isoformat()} {group.population} rows wanting {wanted}"
    otherwise = night.record.counts.setdefault("scored_otherwise", {})
    otherwise[key] = {"scored_by": family, "rows": group.rows}
    done = f"scored by the {family} model" if family else "not scored"
    why = "no family has a champion" if wanted == NPA else f"there is no {wanted} champion"
    night.note(f"{as_of_date}: {group.rows} {group.population} rows {done}: {why}")
