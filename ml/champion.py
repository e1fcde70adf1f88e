"""The bundle of the champion: model, calibrator, the facts of its training, frozen bins."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from ml.bundle import ModelBundle, TrainingFacts
from ml.candidates import Candidate
from ml.drift import frozen_features
from ml.features import list_hash
from ml.metrics import freeze
from ml.points import unclipped_score
from ml.room import Room
from ml.scorecard import ScorecardModel
from ml.scorecard_sql import scorecard_sql


def bundle_of(
    room: Room, champion: Candidate, reason: str, built: Sequence[Candidate]
) -> ModelBundle:
    """Drift is measured against the training rows, each scored by a model without its borrower.

    A scorecard among the `built` candidates goes along as SQL, champion or not.
    """
    is_training = room.split.is_training
    unseen_pd = champion.calibrator.pd(champion.fit.margin[is_training])
    return ModelBundle(
        population=room.population,
        model=champion.fit.model,
        calibrator=champion.calibrator,
        scale=room.scale,
        facts=_facts(room, champion, reason),
        feature_bins=frozen_features(room.sample.matrix.take(is_training)),
        score_bins=freeze(unclipped_score(unseen_pd, room.scale)),
        documents=_documents(room, built),
    )


def _documents(room: Room, built: Sequence[Candidate]) -> dict[str, str]:
    for one in built:
        if isinstance(one.fit.model, ScorecardModel):
            return {"scorecard.sql": scorecard_sql(one.fit.model, one.calibrator, room.scale)}
    return {}


def _facts(room: Room, champion: Candidate, reason: str) -> TrainingFacts:
    is_training = room.split.is_training
    dates = room.people.as_of_date[is_training]
    best = champion.fit.best
    return TrainingFacts(
        training_rows=int(is_training.sum()),
        training_bads=int(room.sample.is_bad[is_training].sum()),
        first_training_date=str(dates.min()),
        last_training_date=str(dates.max()),
        validation=room.split.validation,
        validation_note=room.split.note,
        seed=room.settings.seed,
        rounds=best.rounds,
        params=dict(best.params),
        lifted_monotone=room.settings.lift_monotone,
        data_hash=data_hash(room),
        champion_reason=reason,
    )


def data_hash(room: Room) -> str:
    """SHA-256 over the sorted rows: keys, borrowers, dates, labels and model inputs."""
    digest = hashlib.sha256(list_hash(room.sample.matrix.specs).encode())
    digest.update("\n".join(room.people.loan_id.to_pylist()).encode())
    digest.update("\n".join(room.people.borrower_ids).encode())
    for values in (room.people.borrower, room.people.as_of_date, room.people.is_bad):
        digest.update(values.tobytes())
    inputs = room.sample.matrix.values
    digest.update(np.where(np.isnan(inputs), np.nan, inputs).tobytes())
    return digest.hexdigest()
