"""Margins for every row by models that never saw its borrower, and the final fit.

Fold k is judged, the later rows of fold k + 1 pick the parameter set and stop the growing, the
earlier rows of the others train; then the pick is fitted again on all folds but k. Nothing about
fold k picked or shaped the model that scores it. (What a search proposes next follows the mean over
folds; which proposal a fold uses does not.)
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ml.arrays import Flags, Floats
from ml.calibration import NotCalibratableError, fit
from ml.log_odds import probability
from ml.metrics import Costs
from ml.models import Learner, Model, Params, Sample
from ml.objectives import Objective
from ml.samples import Split
from ml.search import Proposals

# Called after each trial with its number, counted from 1, and how many there are.
Trying = Callable[[int, int], None]


@dataclass(frozen=True)
class TrialRule:
    """What trials compete on, how many there are, and the seed of what a search proposes."""

    objective: Objective
    costs: Costs
    trials: int
    seed: int


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
    learner: Learner, sample: Sample, split: Split, rule: TrialRule, trying: Trying | None = None
) -> CrossFit:
    """Cross-fit one candidate over the borrower folds of the training rows.

    Where there is one parameter set and nothing to stop, nothing is tried: its value is the one on
    the folds themselves.
    """
    is_alone = len(learner.trials) == 1 and (not learner.space or rule.trials == 1)
    is_tried = not is_alone or learner.needs_rounds
    tried = (_tried if is_tried else _untried)(learner, sample, split, rule, trying)
    margin = np.full(sample.is_bad.size, np.nan)
    for held in range(split.folds):
        outside = sample.take(split.is_training & (split.fold != held))
        pick = int(np.argmax(tried.values[held]))
        model = learner.fit(tried.params[pick], int(tried.rounds[held, pick]), outside)
        is_held = (split.fold == held) & (split.is_training | split.is_out_of_time)
        margin[is_held] = model.margin(sample.matrix.take(is_held))
        if not is_tried:
            own = is_held & split.is_training
            pd = _levelled(margin[own], sample.is_bad[own])
            tried.values[held, 0] = rule.objective(sample.is_bad[own], pd, rule.costs)
    trials = tuple(
        Trial(
            learner.name,
            number + 1,
            params,
            float(tried.values[:, number].mean()),
            int(np.median(tried.rounds[:, number])),
        )
        for number, params in enumerate(tried.params)
    )
    best = max(trials, key=lambda trial: trial.value)
    final = learner.fit(best.params, best.rounds, sample.take(split.is_training))
    return CrossFit(margin, final, trials, best)


@dataclass(frozen=True)
class _Tried:
    """`values` and `rounds` are (folds, trials): entry k never saw fold k."""

    params: tuple[Params, ...]
    values: Floats
    rounds: Floats


def _tried(
    learner: Learner, sample: Sample, split: Split, rule: TrialRule, trying: Trying | None
) -> _Tried:
    proposals = Proposals(learner.trials, learner.space, rule.trials, rule.seed)
    stops = [
        sample.take(split.is_later & (split.fold == (held + 1) % split.folds))
        for held in range(split.folds)
    ]
    triers = [
        learner.trier(sample.take(_fitted_in_trials(split, held)), stop)
        for held, stop in enumerate(stops)
    ]
    values = np.empty((split.folds, proposals.count))
    rounds = np.empty((split.folds, proposals.count))
    every: list[Params] = []
    for number in range(proposals.count):
        every.append(proposals.params(number))
        for held, (trier, stop) in enumerate(zip(triers, stops, strict=True)):
            model, rounds[held, number] = trier(every[number])
            pd = _levelled(model.margin(stop.matrix), stop.is_bad)
            values[held, number] = rule.objective(stop.is_bad, pd, rule.costs)
        proposals.tell(float(values[:, number].mean()))
        if trying is not None:
            trying(number + 1, proposals.count)
    return _Tried(tuple(every), values, rounds)


def _untried(
    learner: Learner, sample: Sample, split: Split, rule: TrialRule, trying: Trying | None
) -> _Tried:
    del sample, rule
    if trying is not None:
        trying(1, 1)
    shape = (split.folds, 1)
    return _Tried(learner.trials, np.zeros(shape), np.ones(shape))


def _fitted_in_trials(split: Split, held: int) -> Flags:
    own = (split.fold == held) | (split.fold == (held + 1) % split.folds)
    return np.asarray(split.is_earlier & ~own)


def _levelled(margin: Floats, is_bad: Flags) -> Floats:
    """PDs on a level with the rows, so that a cut-off means the same for every candidate."""
    try:
        return fit("platt", margin, is_bad).pd(margin)
    except NotCalibratableError:
        return probability(margin)
