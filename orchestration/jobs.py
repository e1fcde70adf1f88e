"""The jobs: one run each, in one process.

DuckDB lets one process write a file, so the steps of a run share a process; two runs are kept apart
by the run lock, and in the UI by the pool as well.
"""

from __future__ import annotations

import dagster as dg
from dagster import AssetSelection

NIGHTLY = "nightly"
BUILD = "build"
TRAINING = "training"

_REPORTS = AssetSelection.groups("html")
_SCORES = AssetSelection.groups("scores")
_MODELS = AssetSelection.groups("models")


def jobs() -> list[dg.UnresolvedAssetJobDefinition]:
    """The jobs of the product."""
    everything = AssetSelection.all()
    return [
        _job(
            NIGHTLY, everything, "A night: raw tables to published warehouse, scores and reports."
        ),
        _job(
            BUILD,
            everything - _REPORTS - _SCORES - _MODELS,
            "The warehouse only: no training, scoring or reports.",
        ),
        _job(
            TRAINING,
            everything - _REPORTS - _SCORES,
            "Trains both families and registers what came of it; no scoring or reports.",
        ),
    ]


def _job(name: str, selection: AssetSelection, description: str) -> dg.UnresolvedAssetJobDefinition:
    return dg.define_asset_job(
        name,
        selection=selection,
        description=description,
        executor_def=dg.in_process_executor,
        tags={"loanbook/writes": "warehouse"},
    )
