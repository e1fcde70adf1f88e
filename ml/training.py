"""Train one population: choose inputs, split, cross-fit the candidates, pick, bundle, measure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa

from ml.arrays import Floats
from ml.bundle import ModelBundle
from ml.calibration import NotCalibratableError
from ml.candidates import Candidate, build, soft_vote
from ml.challenge import challenge
from ml.champion import bundle_of
from ml.crossfit import Trying
from ml.features import FeatureSpec, matrix_from_arrow
from ml.figures import NO_FIGURES, figures_of
from ml.inputs import SCHEMA as INPUTS_SCHEMA
from ml.inputs import allowed_specs, inputs_table, telling_features
from ml.learners import SOFT_VOTE, YARDSTICK, learners, unavailable
from ml.metrics import auc
from ml.models import Learner, Sample
from ml.outcome import CandidateResult, TrainingOutcome
from ml.picking import pick
from ml.room import Room
from ml.samples import Population, SplitRule, bad_loans, capped, population_of, split
from ml.settings import TrainingSettings

KEY_COLUMNS = ("loan_id", "customer_id", "as_of_date", "is_bad")
POPULATIONS = ("application", "behaviour")

Progress = Callable[[str, float], None]


def train(
    frame: pa.Table,
    specs: Sequence[FeatureSpec],
    population: str,
    settings: TrainingSettings | None = None,
    progress: Progress | None = None,
    incumbent: ModelBundle | None = None,
) -> TrainingOutcome:
    """Train the candidates of one population and name the champion.

    `frame`: loan_id, customer_id, as_of_date, is_bad (null = not mature, left out), the features,
    and optionally exposure and lgd (a share of it); rows in any order. With an `incumbent` the
    outcome also says whether the champion may replace it. Too little to learn from is an answer
    (`reason_not_trained`), not an error; a malformed frame is a ValueError.
    """
    settings = settings or TrainingSettings()
    report = progress or _silent
    if population not in POPULATIONS:
        raise ValueError(f"population is one of {', '.join(POPULATIONS)}, not {population!r}")
    if absent := [name for name in KEY_COLUMNS if name not in frame.column_names]:
        raise ValueError(f"training frame lacks the columns {', '.join(absent)}")
    report("choosing rows and features", 0.0)
    people, labelled = population_of(frame)
    if reason := reason_not_to_train(people, settings):
        return _not_trained(reason)
    people, labelled = _at_most(people, labelled, settings)
    if reason := reason_not_to_train(people, settings):
        return _not_trained(reason)
    room, inputs = _room(people, labelled, specs, population, settings)
    if not room.sample.matrix.specs:
        return _not_trained("no feature varies over the training rows", inputs)
    return _outcome(room, inputs, report, incumbent)


def reason_not_to_train(people: Population, settings: TrainingSettings) -> str | None:
    """Why these rows cannot carry a model, in one sentence; None when they can."""
    if not people.rows:
        return "no labelled rows to train on"
    if not people.is_bad.any():
        return f"none of the {people.rows} labelled rows is bad: nothing to tell apart"
    if people.is_bad.all():
        return f"all {people.rows} labelled rows are bad: nothing to tell apart"
    bads, least = bad_loans(people), settings.min_bads
    if bads < least:
        return f"too few bad loans to train on: {bads}, and {least} are needed (training_min_bads)"
    for name, rows in (("bad", people.is_bad), ("good", ~people.is_bad)):
        borrowers = int(np.unique(people.borrower[rows]).size)
        if borrowers < 2 * settings.folds:
            return f"too few borrowers with a {name} row for {settings.folds} folds: {borrowers}"
    return None


def _at_most(
    people: Population, labelled: pa.Table, settings: TrainingSettings
) -> tuple[Population, pa.Table]:
    """Draw whole borrowers until at most `training_rows_max` rows train."""
    is_training = split(people, _rule(settings)).is_training
    is_kept = capped(people, is_training, settings.training_rows_max, settings.seed)
    if is_kept.all():
        return people, labelled
    return population_of(labelled.filter(pa.array(is_kept)))


def _room(
    people: Population,
    labelled: pa.Table,
    specs: Sequence[FeatureSpec],
    population: str,
    settings: TrainingSettings,
) -> tuple[Room, pa.Table]:
    allowed, excluded = allowed_specs(specs, population, settings)
    parts = split(people, _rule(settings))
    matrix, silent = telling_features(
        matrix_from_arrow(labelled, allowed), parts.is_training, settings
    )
    sample = Sample(matrix, people.is_bad, people.borrower)
    exposure, lgd = _amounts(labelled, "exposure", 0.0), _amounts(labelled, "lgd", np.nan)
    room = Room(population, labelled, people, sample, parts, exposure, lgd, settings)
    return room, inputs_table(specs, excluded | silent)


def _outcome(
    room: Room, inputs: pa.Table, report: Progress, incumbent: ModelBundle | None
) -> TrainingOutcome:
    built, failed = _candidates(room, report)
    champion, reason = pick(built, room.sample, room.split, room.settings)
    report("measuring the candidates", 0.95)
    results = [_result(room, candidate, champion, reason) for candidate in built]
    return TrainingOutcome(
        champion=None if champion is None else bundle_of(room, champion, reason, built),
        reason_not_trained=reason if champion is None else None,
        validation=room.split.validation,
        validation_note=room.split.note,
        candidates=(*results, *failed),
        inputs=inputs,
        challenge=challenge(champion, incumbent, room) if champion and incumbent else None,
        **vars(figures_of(room, built)),
    )


def _candidates(
    room: Room, report: Progress
) -> tuple[tuple[Candidate, ...], tuple[CandidateResult, ...]]:
    """Every candidate that could be built, from simple to complex, and why others could not."""
    settings = room.settings
    built: list[Candidate] = []
    failed = [
        _failed(name, f"{name} is not installed: pip install 'loanbook[{name}]'")
        for name in unavailable(settings)
    ]
    every = learners(settings)
    searched = sum(learner.name != YARDSTICK for learner in every)
    for number, learner in enumerate(every):
        try:
            trying = _told(report, learner, number, len(every))
            built.append(build(learner, room.sample, room.split, settings, searched, trying))
        except NotCalibratableError as problem:
            failed.append(_failed(learner.name, str(problem)))
    if SOFT_VOTE in settings.candidates:
        try:
            built.append(soft_vote(tuple(built), room.sample, room.split, settings))
        except NotCalibratableError as problem:
            failed.append(_failed(SOFT_VOTE, str(problem)))
    return tuple(built), tuple(failed)


def _told(report: Progress, learner: Learner, number: int, every: int) -> Trying:
    """Progress by trial; nine tenths of a training are its candidates."""

    def told(trial: int, trials: int) -> None:
        share = 0.9 * (number + trial / (trials + 1)) / every
        report(f"training {learner.name}, trial {trial} of {trials}", share)

    return told


def _failed(name: str, why: str) -> CandidateResult:
    return CandidateResult(name, False, False, None, None, (), why)


def _not_trained(reason: str, inputs: pa.Table | None = None) -> TrainingOutcome:
    return TrainingOutcome(
        champion=None,
        reason_not_trained=reason,
        validation=None,
        validation_note=None,
        candidates=(),
        inputs=INPUTS_SCHEMA.empty_table() if inputs is None else inputs,
        **vars(NO_FIGURES),
    )


def _result(
    room: Room, candidate: Candidate, champion: Candidate | None, reason: str
) -> CandidateResult:
    return CandidateResult(
        name=candidate.name,
        can_be_champion=candidate.can_be_champion,
        is_champion=candidate is champion,
        auc=auc(room.sample.is_bad[room.judges], candidate.fit.margin[room.judges]),
        calibration_method=candidate.calibrator.method,
        direction_violations=candidate.direction_violations,
        note=reason if candidate is champion else "",
    )


def _amounts(frame: pa.Table, name: str, missing: float) -> Floats | None:
    """An optional column of amounts; None where the frame has it not."""
    if name not in frame.column_names:
        return None
    amounts: Floats = frame.column(name).cast(pa.float64()).to_numpy(zero_copy_only=False)
    return np.where(np.isfinite(amounts), amounts, missing)


def _rule(settings: TrainingSettings) -> SplitRule:
    return SplitRule(
        seed=settings.seed,
        folds=settings.folds,
        most_months=settings.oot_months,
        least_months=settings.oot_months_least,
        label_window_months=settings.label_window_months,
        least_bads=settings.oot_min_bads,
    )


def _silent(message: str, share: float) -> None:
    """Progress of a caller who did not ask for it."""
    del message, share
