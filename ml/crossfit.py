"""Margins for every row by models that never saw its borrower, and the final fit.

Fold k is judged, fold k + 1 picks the parameter set and stops the boosting, the others train; then
the pick is fitted again on all folds but k. Nothing about fold k shaped the model that scores it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np

from ml.arrays import Floats
from ml.log_odds import probability
from ml.models import Learner, Model, Params, Sample
from ml.objectives import Objective
from ml.samples import Split


@dataclass(frozen=True)
class Trial:
    """One parameter set: its mean objective over the folds and its median rounds."""

    candidate: str
    trial_no: int
    params: Params
    value: float
    rounds: int

    @property
    def params_json(self) -> str:
        """The parameters as JSON text with sorted keys."""
        return json.dumps(dict(self.params), sort_keys=True)


@dataclass(frozen=True)
class CrossFit:
    """`margin`: one a row, by a model without its borrower. `model`: fitted on all of training."""

    margin: Floats
    model: Model
    trials: tuple[Trial, ...]
    best: Trial


def cross_fit(
    learner: Learner, sample: Sample, split: Split, objective: Objective, cut_off: float
) -> CrossFit:
    """Cross-fit one candidate over the borrower folds of the training rows."""
    margin = np.full(sample.is_bad.size, np.nan)
    values = np.empty((split.folds, len(learner.trials)))
    rounds = np.empty((split.folds, len(learner.trials)), dtype=np.int64)
    for held in range(split.folds):
        is_stop = split.is_training & (split.fold == (held + 1) % split.folds)
        is_outside = split.is_training & (split.fold != held)
        train, stop = sample.take(is_outside & ~is_stop), sample.take(is_stop)
        for number, (tried, tried_rounds) in enumerate(learner.try_out(train, stop)):
            rounds[held, number] = tried_rounds
            pd = probability(tried.margin(stop.matrix))
            values[held, number] = objective(stop.is_bad, pd, cut_off)
        pick = int(np.argmax(values[held]))
        model = learner.fit(learner.trials[pick], int(rounds[held, pick]), sample.take(is_outside))
        is_held = (split.fold == held) & (split.is_training | split.is_out_of_time)
        margin[is_held] = model.margin(sample.matrix.take(is_held))
    trials = tuple(
        Trial(
            learner.name,
            number + 1,
            params,
            float(values[:, number].mean()),
            int(np.median(rounds[:, number])),
        )
        for number, params in enumerate(learner.trials)
    )
    best = max(trials, key=lambda trial: trial.value)
    final = learner.fit(best.params, best.rounds, sample.take(split.is_training))
    return CrossFit(margin, final, trials, best)
