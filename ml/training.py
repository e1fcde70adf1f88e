"""Train one population: choose inputs, split, cross-fit the candidates, pick, bundle, measure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from ml import evaluation
from ml.arrays import Floats
from ml.bundle import ModelBundle, TrainingFacts
from ml.calibration import NotCalibratableError
from ml.candidates import Candidate, build, judged_samples, learners, mean_contributions, pick
from ml.drift import frozen_features
from ml.evaluation import Judged, Row
from ml.features import FeatureSpec, list_hash, matrix_from_arrow
from ml.inputs import SCHEMA as INPUTS_SCHEMA
from ml.inputs import allowed_specs, inputs_table, telling_features
from ml.metrics import auc, freeze
from ml.models import Sample
from ml.outcome import (
    CALIBRATION_SCHEMA,
    DISTRIBUTION_SCHEMA,
    GAINS_SCHEMA,
    IMPORTANCES_SCHEMA,
    METRICS_SCHEMA,
    ROC_SCHEMA,
    TRIALS_SCHEMA,
    CandidateResult,
    TrainingOutcome,
)
from ml.points import scale_named, unclipped_score
from ml.samples import Population, Split, SplitRule, bad_loans, capped, population_of, split
from ml.settings import TrainingSettings

KEY_COLUMNS = ("loan_id", "customer_id", "as_of_date", "is_bad")
POPULATIONS = ("application", "behaviour")
IMPORTANCE_ROWS = 2_000

Progress = Callable[[str, float], None]


def train(
    frame: pa.Table,
    specs: Sequence[FeatureSpec],
    population: str,
    settings: TrainingSettings | None = None,
    progress: Progress | None = None,
) -> TrainingOutcome:
    """Train the candidates of one population and name the champion.

    `frame`: loan_id, customer_id, as_of_date, is_bad (null = not mature, left out), the features,
    and optionally exposure. Too little to learn from is an answer (`reason_not_trained`), not an
    error; a malformed frame is a ValueError. Rows may come in any order.
    """
    settings = settings or TrainingSettings()
    report = progress or _silent
    if population not in POPULATIONS:
        raise ValueError(f"population is one of {', '.join(POPULATIONS)}, not {population!r}")
    if absent := [name for name in KEY_COLUMNS if name not in frame.column_names]:
        raise ValueError(f"training frame lacks the columns {', '.join(absent)}")
    people, labelled = population_of(frame)
    if reason := reason_not_to_train(people, settings):
        return _not_trained(reason)
    shares = split(people, _rule(settings))
    is_kept = capped(people, shares.is_training, settings.training_rows_max, settings.seed)
    if not is_kept.all():
        people, labelled = population_of(labelled.filter(pa.array(is_kept)))
        if reason := reason_not_to_train(people, settings):
            return _not_trained(reason)
    return _train(people, labelled, specs, population, settings, report)


def reason_not_to_train(people: Population, settings: TrainingSettings) -> str | None:
    """Why these rows cannot carry a model, in one sentence; None when they can."""
    if not people.rows:
        return "no labelled rows to train on"
    if not people.is_bad.any():
        return f"none of the {people.rows} labelled rows is bad: nothing to tell apart"
    if people.is_bad.all():
        return f"all {people.rows} labelled rows are bad: nothing to tell apart"
    bads = bad_loans(people)
    if bads < settings.min_bads:
        return (
            f"too few bad loans to train on: {bads}, and {settings.min_bads} are needed (min_bads)"
        )
    for name, rows in (("bad", people.is_bad), ("good", ~people.is_bad)):
        borrowers = int(np.unique(people.borrower[rows]).size)
        if borrowers < 2 * settings.folds:
            return f"too few borrowers with a {name} row for {settings.folds} folds: {borrowers}"
    return None


@dataclass(frozen=True)
class _Room:
    """What one training works on."""

    population: str
    people: Population
    sample: Sample
    split: Split
    exposure: Floats | None
    settings: TrainingSettings


def _train(
    people: Population,
    labelled: pa.Table,
    specs: Sequence[FeatureSpec],
    population: str,
    settings: TrainingSettings,
    report: Progress,
) -> TrainingOutcome:
    report("choosing rows and features", 0.0)
    allowed, excluded = allowed_specs(specs, population, settings)
    shares = split(people, _rule(settings))
    matrix, silent = telling_features(
        matrix_from_arrow(labelled, allowed), shares.is_training, settings
    )
    inputs = inputs_table(specs, excluded | silent)
    if not matrix.specs:
        return _not_trained("no feature varies over the training rows", inputs)
    sample = Sample(matrix, people.is_bad, people.borrower)
    room = _Room(population, people, sample, shares, _exposure(labelled), settings)
    built: list[Candidate] = []
    results: list[CandidateResult] = []
    every = learners(settings)
    for number, learner in enumerate(every):
        report(f"training {learner.name}", (number + 0.5) / (len(every) + 1))
        try:
            built.append(build(learner, sample, shares, settings))
        except NotCalibratableError as problem:
            results.append(CandidateResult(learner.name, False, False, None, None, str(problem)))
    champion, reason = pick(tuple(built), sample, shares)
    report("measuring the candidates", len(every) / (len(every) + 1))
    judges = shares.is_judging_sample & shares.is_judge
    results.extend(
        CandidateResult(
            candidate.name,
            candidate.can_be_champion,
            candidate is champion,
            auc(people.is_bad[judges], candidate.fit.margin[judges]),
            candidate.calibrator.method,
            reason if candidate is champion else "",
        )
        for candidate in built
    )
    judged = [
        part
        for candidate in built
        for part in judged_samples(candidate, sample, shares, room.exposure)
    ]
    return _outcome(room, built, champion, reason, tuple(results), judged, inputs)


def _outcome(
    room: _Room,
    built: Sequence[Candidate],
    champion: Candidate | None,
    reason: str,
    results: tuple[CandidateResult, ...],
    judged: Sequence[Judged],
    inputs: pa.Table,
) -> TrainingOutcome:
    settings = room.settings
    scale = scale_named(settings.scale)

    def table(rows: Iterable[list[Row]], schema: pa.Schema) -> pa.Table:
        return pa.Table.from_pylist([row for part in rows for row in part], schema=schema)

    return TrainingOutcome(
        champion=None if champion is None else _bundle(room, champion, reason),
        reason_not_trained=reason if champion is None else None,
        validation=room.split.validation,
        validation_note=room.split.note,
        candidates=results,
        metrics=table(
            (evaluation.metric_rows(part, settings.cut_off) for part in judged), METRICS_SCHEMA
        ),
        gains=table(map(evaluation.gains_rows, judged), GAINS_SCHEMA),
        calibration=table(map(evaluation.calibration_rows, judged), CALIBRATION_SCHEMA),
        roc=table(map(evaluation.roc_rows, judged), ROC_SCHEMA),
        distribution=table(
            (evaluation.distribution_rows(part, scale) for part in judged), DISTRIBUTION_SCHEMA
        ),
        importances=table((_importance_rows(room, one) for one in built), IMPORTANCES_SCHEMA),
        trials=table((_trial_rows(one, settings.objective) for one in built), TRIALS_SCHEMA),
        inputs=inputs,
    )


def _bundle(room: _Room, champion: Candidate, reason: str) -> ModelBundle:
    sample, shares, settings = room.sample, room.split, room.settings
    scale = scale_named(settings.scale)
    training_dates = room.people.as_of_date[shares.is_training]
    best = champion.fit.best
    unseen_pd = champion.calibrator.pd(champion.fit.margin[shares.is_training])
    return ModelBundle(
        population=room.population,
        model=champion.fit.model,
        calibrator=champion.calibrator,
        scale=scale,
        facts=TrainingFacts(
            training_rows=int(shares.is_training.sum()),
            training_bads=int(sample.is_bad[shares.is_training].sum()),
            first_training_date=str(training_dates.min()),
            last_training_date=str(training_dates.max()),
            validation=shares.validation,
            validation_note=shares.note,
            seed=settings.seed,
            rounds=best.rounds,
            params=dict(best.params),
            lifted_monotone=settings.lift_monotone,
            data_hash=_data_hash(room),
            champion_reason=reason,
        ),
        feature_bins=frozen_features(sample.matrix.take(shares.is_training)),
        score_bins=freeze(unclipped_score(unseen_pd, scale)),
    )


def _data_hash(room: _Room) -> str:
    """SHA-256 over the sorted rows: keys, borrower, label and model inputs."""
    digest = hashlib.sha256(list_hash(room.sample.matrix.specs).encode())
    digest.update("\n".join(room.people.loan_id.to_pylist()).encode())
    digest.update("\n".join(room.people.borrower_ids).encode())
    for values in (room.people.borrower, room.people.as_of_date, room.people.is_bad):
        digest.update(values.tobytes())
    inputs = room.sample.matrix.values
    digest.update(np.where(np.isnan(inputs), np.nan, inputs).tobytes())
    return digest.hexdigest()


def _importance_rows(room: _Room, candidate: Candidate) -> list[Row]:
    rows = room.split.is_training
    means = mean_contributions(candidate, room.sample, rows, IMPORTANCE_ROWS)
    total = float(means.sum())
    lifted = room.settings.lift_monotone
    is_all_free = not candidate.can_be_champion or "all" in lifted
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


def _exposure(frame: pa.Table) -> Floats | None:
    if "exposure" not in frame.column_names:
        return None
    amounts: Floats = frame.column("exposure").cast(pa.float64()).to_numpy(zero_copy_only=False)
    return np.nan_to_num(amounts)


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


def _not_trained(reason: str, inputs: pa.Table | None = None) -> TrainingOutcome:
    return TrainingOutcome(
        champion=None,
        reason_not_trained=reason,
        validation=None,
        validation_note=None,
        candidates=(),
        metrics=METRICS_SCHEMA.empty_table(),
        gains=GAINS_SCHEMA.empty_table(),
        calibration=CALIBRATION_SCHEMA.empty_table(),
        roc=ROC_SCHEMA.empty_table(),
        distribution=DISTRIBUTION_SCHEMA.empty_table(),
        importances=IMPORTANCES_SCHEMA.empty_table(),
        trials=TRIALS_SCHEMA.empty_table(),
        inputs=INPUTS_SCHEMA.empty_table() if inputs is None else inputs,
    )
