"""Models trained once and read by many tests."""

from __future__ import annotations

import dataclasses

import pyarrow as pa
import pytest

from ml.bundle import ModelBundle
from ml.features import matrix_from_arrow
from ml.learners import VOTERS, learners
from ml.models import Model, Sample
from ml.outcome import TrainingOutcome
from ml.samples import population_of
from ml.settings import CANDIDATES
from ml.soft_vote import Level, SoftVoteModel
from ml.training import train
from tests.unit.ml import book


@pytest.fixture(scope="session")
def book_frame() -> pa.Table:
    """A book of one date."""
    return book.frame()


@pytest.fixture(scope="session")
def outcome(book_frame: pa.Table) -> TrainingOutcome:
    """What training on that book gives."""
    return train(book_frame, book.SPECS, "behaviour", book.QUICK)


@pytest.fixture(scope="session")
def bundle(outcome: TrainingOutcome) -> ModelBundle:
    """Its champion."""
    assert outcome.champion is not None, outcome.reason_not_trained
    return outcome.champion


@pytest.fixture(scope="session")
def sample(book_frame: pa.Table) -> Sample:
    """The same book as a matrix, without the sensitive feature."""
    people, labelled = population_of(book_frame)
    specs = [spec for spec in book.SPECS if not spec.is_sensitive]
    return Sample(matrix_from_arrow(labelled, specs), people.is_bad, people.borrower)


@pytest.fixture(scope="session")
def models(sample: Sample) -> dict[str, Model]:
    """Each kind of model, fitted on the whole book."""
    every = dataclasses.replace(book.QUICK, candidates=CANDIDATES)
    fitted = {
        learner.name: learner.fit(learner.trials[0], 40, sample) for learner in learners(every)
    }
    members = [fitted[name] for name in VOTERS]
    return fitted | {"soft_vote": SoftVoteModel(*members, (Level(0.1, 1.2), Level(-0.3, 1.5)))}


@pytest.fixture(params=CANDIDATES)
def model(request: pytest.FixtureRequest, models: dict[str, Model]) -> Model:
    """One kind of model after the other."""
    return models[request.param]
