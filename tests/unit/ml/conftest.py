"""Models trained once and read by many tests."""

from __future__ import annotations

import pyarrow as pa
import pytest

from ml.bundle import ModelBundle
from ml.candidates import learners
from ml.features import matrix_from_arrow
from ml.models import Model, Sample
from ml.outcome import TrainingOutcome
from ml.samples import population_of
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


@pytest.fixture(scope="session", params=["logistic", "lightgbm"])
def model(request: pytest.FixtureRequest, sample: Sample) -> Model:
    """Each kind of model, fitted on the whole book."""
    learner = next(one for one in learners(book.QUICK) if one.name == request.param)
    return learner.fit(learner.trials[0], 40, sample)
