"""What a training leaves in the schema `ml`: its version and every figure of its candidates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from orchestration.trained import Trained
from orchestration.warehouse import append

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from ml.bundle import ModelBundle
    from ml.outcome import TrainingOutcome

# Table of the warehouse -> table of the outcome, all keyed by candidate.
_FIGURES: Mapping[str, str] = {
    "candidates": "candidate_table",
    "candidate_metrics": "metrics",
    "trials": "trials",
    "gains": "gains",
    "calibration": "calibration",
    "roc_points": "roc",
    "score_distribution": "distribution",
    "monthly_performance": "months",
    "band_calibration": "bands",
    "cut_offs": "cut_offs",
    "importances": "importances",
    "scorecard_points": "scorecard",
    "model_inputs": "inputs",
    "challenge_checks": "check_table",
}


def forget(
    connection: duckdb.DuckDBPyConnection, version: str, population: str, as_of_date: date
) -> None:
    """Make room: a second training of a date replaces its attempt, the same version its figures."""
    connection.execute(
        "delete from ml.training_attempts where population = ? and as_of_date = ?",
        [population, as_of_date],
    )
    for table in ("model_versions", *_FIGURES):
        connection.execute(f"delete from ml.{table} where model_version = ?", [version])


def write_attempt(
    connection: duckdb.DuckDBPyConnection,
    population: str,
    as_of_date: date,
    trained: Trained,
) -> None:
    """Say that a training was tried, and what came of it."""
    append_row(
        connection,
        "ml.training_attempts",
        {
            "population": population,
            "as_of_date": as_of_date,
            "model_version": trained.version,
            "is_promoted": trained.is_promoted,
            "reason": trained.reason,
            "label_source": trained.labels.source,
            "labelled_rows": trained.labels.rows,
            "labelled_bads": trained.labels.bads,
        },
    )


def write_version(
    connection: duckdb.DuckDBPyConnection,
    trained: Trained,
    champion: ModelBundle,
    as_of_date: date,
    trained_at: datetime,
) -> None:
    """Add a trained version to the registry, as a candidate."""
    facts = champion.facts
    append_row(
        connection,
        "ml.model_versions",
        {
            "model_version": trained.version,
            "population": champion.population,
            "algorithm": champion.algorithm,
            "state": "candidate",
            "trained_as_of_date": as_of_date,
            "training_rows": facts.training_rows,
            "training_bads": facts.training_bads,
            "first_training_date": date.fromisoformat(facts.first_training_date),
            "last_training_date": date.fromisoformat(facts.last_training_date),
            "label_source": trained.labels.source,
            "validation": facts.validation,
            "seed": facts.seed,
            "features_hash": champion.features_hash,
            "data_hash": facts.data_hash,
            "bundle_path": f"models/{trained.version}",
            "trained_at": trained_at.replace(tzinfo=None),
        },
    )


def write_figures(
    connection: duckdb.DuckDBPyConnection, version: str, population: str, outcome: TrainingOutcome
) -> None:
    """Write the figures of all candidates under the version that came of them, if one did."""
    champion = next((one.name for one in outcome.candidates if one.is_champion), "")
    for table, attribute in _FIGURES.items():
        figures = _keyed(getattr(outcome, attribute), version, population, champion)
        append(connection, f"ml.{table}", figures)


def append_row(
    connection: duckdb.DuckDBPyConnection, relation: str, row: Mapping[str, Any]
) -> None:
    """Add one row to `relation`, column by name."""
    import pyarrow as pa

    append(connection, relation, pa.Table.from_pylist([dict(row)]))


def _keyed(figures: pa.Table, version: str, population: str, champion: str) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = figures.num_rows
    keyed = figures.append_column("model_version", pa.array([version] * rows, pa.string()))
    keyed = keyed.append_column("population", pa.array([population] * rows, pa.string()))
    if "candidate" not in figures.column_names:
        return keyed
    return keyed.append_column("is_champion", pc.equal(figures.column("candidate"), champion))
