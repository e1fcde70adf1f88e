"""The tables of a training outcome, from its candidates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from ml import evaluation
from ml.candidates import Candidate, judged_samples, mean_contributions
from ml.cut_offs import cut_off_rows
from ml.evaluation import Row
from ml.features import EVERY_FEATURE
from ml.learners import YARDSTICK
from ml.outcome import (
    BANDS_SCHEMA,
    CALIBRATION_SCHEMA,
    CUT_OFFS_SCHEMA,
    DISTRIBUTION_SCHEMA,
    GAINS_SCHEMA,
    IMPORTANCES_SCHEMA,
    METRICS_SCHEMA,
    MONTHS_SCHEMA,
    ROC_SCHEMA,
    SCORECARD_SCHEMA,
    TRIALS_SCHEMA,
)
from ml.points_table import points_rows
from ml.room import Room
from ml.scorecard import ScorecardModel

IMPORTANCE_ROWS = 2_000


@dataclass(frozen=True)
class Figures:
    """One table a kind of figure; the names are those of `ml.outcome.TrainingOutcome`."""

    metrics: pa.Table
    gains: pa.Table
    calibration: pa.Table
    roc: pa.Table
    distribution: pa.Table
    months: pa.Table
    bands: pa.Table
    cut_offs: pa.Table
    importances: pa.Table
    trials: pa.Table
    scorecard: pa.Table


def figures_of(room: Room, built: Sequence[Candidate]) -> Figures:
    """Measure every candidate on every sample; without candidates the tables are empty."""
    by_candidate = [judged_samples(candidate, room) for candidate in built]
    judged = [part for parts in by_candidate for part in parts]
    settings, scale = room.settings, room.scale
    costs = settings.costs
    return Figures(
        metrics=_table(
            (evaluation.metric_rows(parts, costs) for parts in by_candidate), METRICS_SCHEMA
        ),
        gains=_table(map(evaluation.gains_rows, judged), GAINS_SCHEMA),
        calibration=_table(map(evaluation.calibration_rows, judged), CALIBRATION_SCHEMA),
        roc=_table(map(evaluation.roc_rows, judged), ROC_SCHEMA),
        distribution=_table(
            (evaluation.distribution_rows(part, scale) for part in judged), DISTRIBUTION_SCHEMA
        ),
        months=_table(map(evaluation.month_rows, judged), MONTHS_SCHEMA),
        bands=_table((evaluation.band_rows(part, settings.bands) for part in judged), BANDS_SCHEMA),
        cut_offs=_table((cut_off_rows(part, costs, scale) for part in judged), CUT_OFFS_SCHEMA),
        importances=_table((_importance_rows(room, one) for one in built), IMPORTANCES_SCHEMA),
        trials=_table((_trial_rows(one, settings.objective) for one in built), TRIALS_SCHEMA),
        scorecard=_table(
            (
                points_rows(one.name, one.fit.model)
                for one in built
                if isinstance(one.fit.model, ScorecardModel)
            ),
            SCORECARD_SCHEMA,
        ),
    )


NO_FIGURES = Figures(
    METRICS_SCHEMA.empty_table(),
    GAINS_SCHEMA.empty_table(),
    CALIBRATION_SCHEMA.empty_table(),
    ROC_SCHEMA.empty_table(),
    DISTRIBUTION_SCHEMA.empty_table(),
    MONTHS_SCHEMA.empty_table(),
    BANDS_SCHEMA.empty_table(),
    CUT_OFFS_SCHEMA.empty_table(),
    IMPORTANCES_SCHEMA.empty_table(),
    TRIALS_SCHEMA.empty_table(),
    SCORECARD_SCHEMA.empty_table(),
)


def _table(parts: Iterable[list[Row]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([row for part in parts for row in part], schema=schema)


def _importance_rows(room: Room, candidate: Candidate) -> list[Row]:
    rows = room.split.is_training
    means = mean_contributions(candidate, room.sample, rows, IMPORTANCE_ROWS)
    total = float(means.sum())
    lifted = room.settings.lift_monotone
    is_all_free = candidate.name == YARDSTICK or EVERY_FEATURE in lifted
    filled = (~np.isnan(room.sample.matrix.values[rows])).mean(axis=0)
    return [
        {
            "candidate": candidate.name,
            "feature": spec.name,
            "mean_abs_contribution": float(means[position]),
            "share": float(means[position]) / total if total else 0.0,
            "monotone": spec.monotone,
            "is_lifted": bool(spec.monotone) and (is_all_free or spec.name in lifted),
            "filled_share": float(filled[position]),
        }
        for position, spec in enumerate(room.sample.matrix.specs)
    ]


def _trial_rows(candidate: Candidate, objective: str) -> list[Row]:
    return [
        {
            "candidate": candidate.name,
            "trial_no": trial.trial_no,
            "params": trial.params_json,
            "rounds": trial.rounds,
            "objective": objective,
            "value": trial.value,
            "is_chosen": trial is candidate.fit.best,
        }
        for trial in candidate.fit.trials
    ]
