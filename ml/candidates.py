"""One candidate from fit to figures, and the rule that picks the champion among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml.arrays import Flags, Floats
from ml.boosting import EVERY_FEATURE, TreeLearner
from ml.calibration import Calibrator, choose
from ml.crossfit import CrossFit, cross_fit
from ml.directions import violations
from ml.evaluation import Judged
from ml.logistic import LogisticLearner
from ml.metrics import auc_difference, auc_interval
from ml.models import Learner, Sample
from ml.objectives import objective_named
from ml.samples import Split
from ml.settings import TrainingSettings

YARDSTICK = "lightgbm_unconstrained"


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


def learners(settings: TrainingSettings) -> tuple[Learner, ...]:
    """The candidates from simple to complex, then the yardstick where it differs."""
    free = settings.lift_monotone
    seed, rounds = settings.seed, settings.most_rounds
    constrained = TreeLearner(free, settings.tree_trials, seed, rounds)
    every: tuple[Learner, ...] = (LogisticLearner(free, settings.logistic_trials), constrained)
    if settings.with_yardstick and EVERY_FEATURE not in free:
        only_default = settings.tree_trials[:1]
        every += (TreeLearner((EVERY_FEATURE,), only_default, seed, rounds, YARDSTICK),)
    return every


def build(learner: Learner, sample: Sample, split: Split, settings: TrainingSettings) -> Candidate:
    """Cross-fit, calibrate; raises NotCalibratableError when the candidate found no signal."""
    objective = objective_named(settings.objective)
    fit = cross_fit(learner, sample, split, objective, settings.cut_off)
    least = settings.isotonic_min_bads
    halves = [
        choose(fit.margin[rows], sample.is_bad[rows], split.fold[rows], least)[0]
        for rows in (
            split.is_judging_sample & ~split.is_judge,
            split.is_judging_sample & split.is_judge,
        )
    ]
    training = sample.matrix.take(split.is_training)
    return Candidate(
        name=learner.name,
        can_be_champion=learner.name != YARDSTICK,
        fit=fit,
        calibrator=halves[0],
        mirror=halves[1],
        train_margin=fit.model.margin(training),
        direction_violations=violations(fit.model, training, settings.lift_monotone),
    )


def honest_pd(candidate: Candidate, split: Split) -> Floats:
    """PD of every row from its cross-fitted margin and a calibrator that never saw the row."""
    pd = candidate.calibrator.pd(candidate.fit.margin)
    seen = split.is_judging_sample & ~split.is_judge
    pd[seen] = candidate.mirror.pd(candidate.fit.margin[seen])
    return pd


def judged_samples(
    candidate: Candidate, sample: Sample, split: Split, exposure: Floats | None
) -> tuple[Judged, ...]:
    """Train, folds and, where it exists, out of time."""
    train = Judged(
        candidate.name,
        "train",
        sample.is_bad[split.is_training],
        candidate.train_margin,
        candidate.calibrator.pd(candidate.train_margin),
        sample.borrower[split.is_training],
        None if exposure is None else exposure[split.is_training],
    )
    pd = honest_pd(candidate, split)

    def rows_of(name: str, rows: Flags) -> Judged:
        return Judged(
            candidate.name,
            name,
            sample.is_bad[rows],
            candidate.fit.margin[rows],
            pd[rows],
            sample.borrower[rows],
            None if exposure is None else exposure[rows],
        )

    folds = rows_of("folds", split.is_training)
    if split.validation == "grouped_folds":
        return train, folds
    return train, folds, rows_of("out_of_time", split.is_out_of_time)


def pick(
    built: tuple[Candidate, ...], sample: Sample, split: Split
) -> tuple[Candidate | None, str]:
    """The champion and why, in one sentence; None when no candidate beats chance.

    Rule: from simple to complex, a candidate replaces the one before it only when its AUC on the
    judges' rows is higher by more than the noise (the paired 95% interval lies above zero). Who
    moves against a direction of risk, or is not above chance, does not take part.
    """
    rows = split.is_judging_sample & split.is_judge
    is_bad, borrower = sample.is_bad[rows], sample.borrower[rows]
    champion: Candidate | None = None
    reason = "no candidate tells bads from goods better than chance"
    for candidate in built:
        margin = candidate.fit.margin[rows]
        area = auc_interval(is_bad, margin, borrower)
        if not candidate.can_be_champion or candidate.direction_violations:
            continue
        if area is None or area.low <= 0.5:
            continue
        if champion is None:
            champion = candidate
            reason = f"{candidate.name}: AUC {area.value:.4f}, the only one above chance"
            continue
        gap = auc_difference(is_bad, margin, champion.fit.margin[rows], borrower)
        if gap is not None and gap.low > 0:
            reason = (
                f"{candidate.name}: AUC higher than {champion.name} by {gap.value:.4f} "
                f"({gap.low:.4f} to {gap.high:.4f}) on the judges' rows"
            )
            champion = candidate
        elif gap is not None:
            reason = (
                f"{champion.name}: {candidate.name} differs in AUC by {gap.value:.4f} "
                f"({gap.low:.4f} to {gap.high:.4f}) on the judges' rows: {_why_not(gap.high)}; "
                "the simpler stays"
            )
    return champion, reason


def _why_not(high: float) -> str:
    """Why a difference whose interval does not lie above zero changes nothing."""
    return "worse" if high < 0 else "inside the noise"


def mean_contributions(candidate: Candidate, sample: Sample, rows: Flags, most: int) -> Floats:
    """Mean absolute contribution of each feature over evenly spaced rows."""
    positions = np.flatnonzero(rows)
    spaced = np.unique(
        np.linspace(0, positions.size - 1, min(most, positions.size)).astype(np.int64)
    )
    parts = candidate.fit.model.contributions(sample.matrix.take(positions[spaced]))
    return np.asarray(np.abs(parts.values).mean(axis=0), dtype=np.float64)
