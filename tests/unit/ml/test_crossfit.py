"""Nothing about a borrower shapes the model, or the calibrator, that judges it."""

from __future__ import annotations

import dataclasses

import numpy as np
import pyarrow as pa
import pytest

from ml.candidates import build, honest_pd, judged_samples
from ml.crossfit import TrialRule, cross_fit
from ml.learners import learners
from ml.models import Learner, Sample
from ml.objectives import objective_named
from ml.room import Room
from ml.samples import Split, SplitRule, population_of, split
from tests.unit.ml import book

RULE = SplitRule(
    seed=1, folds=3, most_months=6, least_months=3, label_window_months=12, least_bads=20
)
TRIALS = TrialRule(objective_named("log_loss"), book.QUICK.costs, 1, 1)


@pytest.fixture(scope="module")
def parts(book_frame: pa.Table) -> Split:
    return split(population_of(book_frame)[0], RULE)


@pytest.fixture(scope="module", params=["logistic", "lightgbm"])
def learner(request: pytest.FixtureRequest) -> Learner:
    return next(one for one in learners(book.QUICK) if one.name == request.param)


def test_a_fold_s_labels_do_not_move_its_own_margins(
    learner: Learner, sample: Sample, parts: Split
):
    held = parts.fold == 0
    turned = dataclasses.replace(sample, is_bad=np.where(held, ~sample.is_bad, sample.is_bad))
    plain = cross_fit(learner, sample, parts, TRIALS)
    other = cross_fit(learner, turned, parts, TRIALS)
    assert (plain.margin[held] == other.margin[held]).all()
    assert (plain.margin[~held] != other.margin[~held]).any()


def test_every_row_is_judged_once_by_a_model_without_its_borrower(
    learner: Learner, sample: Sample, parts: Split
):
    found = cross_fit(learner, sample, parts, TRIALS)
    assert np.isfinite(found.margin).all()
    assert (found.margin != found.model.margin(sample.matrix)).mean() > 0.9


def test_neither_half_is_calibrated_on_itself(
    learner: Learner, sample: Sample, parts: Split, book_frame: pa.Table
):
    people, _ = population_of(book_frame)
    candidate = build(learner, sample, parts, book.QUICK)
    pd = honest_pd(candidate, parts)
    judges, margin = parts.is_judge, candidate.fit.margin
    assert (pd[judges] == candidate.calibrator.pd(margin[judges])).all()
    assert (pd[~judges] == candidate.mirror.pd(margin[~judges])).all()
    assert candidate.mirror != candidate.calibrator
    room = Room("behaviour", pa.table({}), people, sample, parts, None, None, book.QUICK)
    folds = judged_samples(candidate, room)[1]
    assert (folds.pd == pd).all()
