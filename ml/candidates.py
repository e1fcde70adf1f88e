"""One candidate from fit to figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml.arrays import Flags, Floats
from ml.calibration import Calibrator, choose, fit
from ml.crossfit import CrossFit, Trial, TrialRule, Trying, cross_fit
from ml.directions import violations
from ml.evaluation import Judged
from ml.learners import SOFT_VOTE, VOTERS, YARDSTICK
from ml.models import Learner, Sample
from ml.objectives import objective_named
from ml.room import Room
from ml.samples import Split
from ml.search import trials_within
from ml.settings import TrainingSettings
from ml.soft_vote import Level, SoftVoteModel, voted


@dataclass(frozen=True)
class Candidate:
    """A cross-fitted, calibrated model.

    `calibrator` was fitted on the calibrating half of the judging sample and is the one that ships;
    `mirror` on the judging half, only to give honest PDs to the calibrating half.
    """

    name: str
    can_be_champion: bool
    fit: CrossFit
    calibrator: Calibrator
    mirror: Calibrator
    train_margin: Floats
    direction_violations: tuple[str, ...]


def build(
    learner: Learner,
    sample: Sample,
    split: Split,
    settings: TrainingSettings,
    searched: int = 1,
    trying: Trying | None = None,
) -> Candidate:
    """Cross-fit, calibrate; raises NotCalibratableError when the candidate found no signal.

    `searched` candidates share the minutes of the search. The yardstick is not searched.
    """
    trials = len(learner.trials)
    if learner.name != YARDSTICK:
        seconds = _seconds_a_trial(learner, sample, split)
        trials = trials_within(settings.search, trials, seconds, searched)
    rule = TrialRule(objective_named(settings.objective), settings.costs, trials, settings.seed)
    found = cross_fit(learner, sample, split, rule, trying)
    can_be_champion = learner.name in settings.candidates
    return _calibrated(learner.name, can_be_champion, found, sample, split, settings)


def soft_vote(
    built: tuple[Candidate, ...], sample: Sample, split: Split, settings: TrainingSettings
) -> Candidate:
    """The vote of the logistic regression and the forest among `built`; nothing is fitted anew.

    Each votes on its own level, a straight line fitted on the rows that calibrate.
    """
    members = [one for name in VOTERS for one in built if one.name == name]
    calibrating = split.is_judging_sample & ~split.is_judge
    levels = tuple(
        _level(fit("platt", one.fit.margin[calibrating], sample.is_bad[calibrating]))
        for one in members
    )
    first, second = (one.fit.model for one in members)
    model = SoftVoteModel(first, second, (levels[0], levels[1]))
    margin = voted([one.fit.margin for one in members], levels)
    best = Trial(SOFT_VOTE, 1, {}, float("nan"), 1)
    return _calibrated(SOFT_VOTE, True, CrossFit(margin, model, (), best), sample, split, settings)


def _level(calibrator: Calibrator) -> Level:
    slope = calibrator.outer_slope
    return Level(calibrator.calibrated[0] - slope * calibrator.margins[0], slope)


def _calibrated(
    name: str,
    can_be_champion: bool,
    found: CrossFit,
    sample: Sample,
    split: Split,
    settings: TrainingSettings,
) -> Candidate:
    halves = [
        choose(
            found.margin[rows], sample.is_bad[rows], split.fold[rows], settings.isotonic_min_bads
        )[0]
        for rows in (
            split.is_judging_sample & ~split.is_judge,
            split.is_judging_sample & split.is_judge,
        )
    ]
    training = sample.matrix.take(split.is_training)
    return Candidate(
        name=name,
        can_be_champion=can_be_champion,
        fit=found,
        calibrator=halves[0],
        mirror=halves[1],
        train_margin=found.model.margin(training),
        direction_violations=violations(found.model, training, settings.lift_monotone),
    )


def _seconds_a_trial(learner: Learner, sample: Sample, split: Split) -> float:
    """Nominal seconds of one trial: a fit a fold, on the rows that trials are fitted on."""
    rows = int(split.is_earlier.sum()) * (split.folds - 2) / split.folds
    million_cells = rows * len(sample.matrix.specs) / 1e6
    return split.folds * million_cells * learner.seconds_a_million_cells


def honest_pd(candidate: Candidate, split: Split) -> Floats:
    """PD of every row from its cross-fitted margin and a calibrator that never saw the row."""
    pd = candidate.calibrator.pd(candidate.fit.margin)
    seen = split.is_judging_sample & ~split.is_judge
    pd[seen] = candidate.mirror.pd(candidate.fit.margin[seen])
    return pd


def judged_samples(candidate: Candidate, room: Room) -> tuple[Judged, ...]:
    """Train, folds and, where it exists, out of time."""
    split = room.split
    honest = honest_pd(candidate, split)
    seen = candidate.calibrator.pd(candidate.train_margin)

    def rows_of(name: str, rows: Flags, margin: Floats, pd: Floats) -> Judged:
        return Judged(
            candidate.name,
            name,
            room.sample.is_bad[rows],
            margin,
            pd,
            room.sample.borrower[rows],
            room.people.as_of_date[rows],
            None if room.exposure is None else room.exposure[rows],
            None if room.lgd is None else room.lgd[rows],
        )

    def unseen(name: str, rows: Flags) -> Judged:
        return rows_of(name, rows, candidate.fit.margin[rows], honest[rows])

    samples = (
        rows_of("train", split.is_training, candidate.train_margin, seen),
        unseen("folds", split.is_training),
    )
    if split.validation == "grouped_folds":
        return samples
    return (*samples, unseen("out_of_time", split.is_out_of_time))


def mean_contributions(candidate: Candidate, sample: Sample, rows: Flags, most: int) -> Floats:
    """Mean absolute contribution of each feature over evenly spaced rows."""
    positions = np.flatnonzero(rows)
    spaced = np.unique(
        np.linspace(0, positions.size - 1, min(most, positions.size)).astype(np.int64)
    )
    parts = candidate.fit.model.contributions(sample.matrix.take(positions[spaced]))
    return np.asarray(np.abs(parts.values).mean(axis=0), dtype=np.float64)
