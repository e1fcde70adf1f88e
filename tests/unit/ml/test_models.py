"""What every kind of model promises: direction, parts that add up, no influence of the batch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ml.boosting import LightGbmLearner
from ml.directions import violations
from ml.features import FeatureMatrix, FeatureSpec
from ml.learners import learners
from ml.logistic import LogisticLearner, LogisticModel
from ml.models import Model, Sample
from ml.settings import DEFAULT_TRIALS
from tests.unit.ml import book

CONSTRAINED = [spec.name for spec in book.SPECS if spec.monotone]


def _position(model: Model, name: str) -> int:
    return [spec.name for spec in model.specs].index(name)


@pytest.mark.parametrize("name", CONSTRAINED)
def test_raising_a_risk_never_lowers_the_margin(model: Model, sample: Sample, name: str):
    place = _position(model, name)
    direction = model.specs[place].monotone
    rows = sample.matrix.values[::40]
    grid = np.linspace(np.nanmin(rows[:, place]), np.nanmax(rows[:, place]), 60)
    swept = np.repeat(rows, grid.size, axis=0)
    swept[:, place] = np.tile(grid, rows.shape[0])
    margins = model.margin(FeatureMatrix(model.specs, swept)).reshape(rows.shape[0], grid.size)
    assert (np.diff(margins, axis=1) * direction >= 0).all()


def test_the_sweep_finds_a_model_that_breaks_its_direction(sample: Sample):
    trials = DEFAULT_TRIALS["lightgbm"]
    free = LightGbmLearner(("all",), trials, 1, 60).fit(trials[0], 60, sample)
    assert violations(free, sample.matrix)
    assert violations(free, sample.matrix, ("all",)) == ()
    found = violations(free, sample.matrix)
    assert found[0] not in violations(free, sample.matrix, (found[0],))


def test_parts_add_up_to_the_margin(model: Model, sample: Sample):
    parts = model.contributions(sample.matrix)
    total = parts.base + parts.values.sum(axis=1)
    assert total == pytest.approx(model.margin(sample.matrix), abs=1e-9)


def test_the_reference_is_the_mean_margin_of_the_training_rows(model: Model, sample: Sample):
    parts = model.contributions(sample.matrix)
    assert parts.base == pytest.approx(float(model.margin(sample.matrix).mean()), abs=2e-3)
    if model.algorithm == "logistic":
        assert parts.values.mean(axis=0) == pytest.approx(0.0, abs=1e-9)


def test_a_row_alone_equals_itself_in_a_batch_to_the_bit(model: Model, sample: Sample):
    margins = model.margin(sample.matrix)
    parts = model.contributions(sample.matrix)
    for row in (0, 7, 1203):
        alone = sample.matrix.take([row])
        assert model.margin(alone)[0] == margins[row] == parts.margin[row]
        assert (model.contributions(alone).values[0] == parts.values[row]).all()


def test_no_rows_give_no_margins(model: Model, sample: Sample):
    nothing = sample.matrix.take([])
    assert model.margin(nothing).shape == (0,)
    assert model.contributions(nothing).values.shape == (0, len(model.specs))


def test_parameters_are_text_and_come_back_to_the_bit(model: Model, sample: Sample):
    files = model.to_files()
    again = type(model).from_files(files, model.specs)
    assert again == model
    assert (again.margin(sample.matrix) == model.margin(sample.matrix)).all()


def test_an_unseen_category_and_missing_values_are_scored(model: Model, sample: Sample):
    row = sample.matrix.values[:1].copy()
    row[0, _position(model, "employment_type_code")] = 3.0
    row[0, _position(model, "credit_score")] = np.nan
    assert np.isfinite(model.margin(FeatureMatrix(model.specs, row))).all()


def test_missing_where_training_had_none_is_the_median_and_not_zero(model: Model, sample: Sample):
    place = _position(model, "dti_ratio")
    gap, median, zero = (sample.matrix.values[:200].copy() for _ in range(3))
    gap[:, place] = np.nan
    median[:, place] = np.median(sample.matrix.values[:, place])
    zero[:, place] = 0.0
    margin = [model.margin(FeatureMatrix(model.specs, values)) for values in (gap, median, zero)]
    assert (margin[0] == margin[1]).all()
    assert (margin[0] > margin[2]).any()


def test_the_safest_value_never_counts_against_a_loan(sample: Sample):
    learner = next(one for one in learners(book.QUICK) if one.name == "lightgbm")
    model = learner.fit(learner.trials[0], 40, sample)
    for place, spec in enumerate(model.specs):
        if spec.monotone:
            column = sample.matrix.values[:, place]
            safest = np.nanmin(column) if spec.monotone > 0 else np.nanmax(column)
            parts = model.contributions(sample.matrix).values[column == safest, place]
            assert (parts <= 1e-12).all()


def test_a_coefficient_against_its_direction_is_taken_out(sample: Sample):
    place = [spec.name for spec in sample.matrix.specs].index("max_dpd_12m")
    turned = tuple(
        replace(spec, monotone=-1) if index == place else spec
        for index, spec in enumerate(sample.matrix.specs)
    )
    wrong = Sample(FeatureMatrix(turned, sample.matrix.values), sample.is_bad, sample.borrower)
    trial = {"c": 0.1}
    held = LogisticLearner((), (trial,)).fit(trial, 1, wrong)
    lifted = LogisticLearner(("max_dpd_12m",), (trial,)).fit(trial, 1, wrong)
    assert held.terms[place].weight == 0.0
    assert lifted.terms[place].weight > 0.0
    without = sample.matrix.values.copy()
    without[:, place] = 0.0
    refitted = LogisticLearner((), (trial,)).fit(
        trial, 1, replace(sample, matrix=FeatureMatrix(turned, without))
    )
    rows = FeatureMatrix(turned, without)
    assert held.margin(rows) == pytest.approx(refitted.margin(rows), abs=1e-7)


def test_the_flag_of_missing_exists_without_any_missing_value(sample: Sample):
    trial = {"c": 0.1}
    model = LogisticLearner((), (trial,)).fit(trial, 1, sample)
    term = model.terms[_position(model, "max_dpd_12m")]
    assert (term.missing_share, term.missing_weight) == (0.0, 0.0)
    assert isinstance(model, LogisticModel)


def test_a_constant_category_or_number_does_not_break_a_fit():
    specs = (FeatureSpec("rare", "int"), FeatureSpec("job", "category", categories=("a", "b")))
    values = np.zeros((400, 2))
    values[:3, 0] = 5.0
    is_bad = np.arange(400) % 4 == 0
    rows = Sample(FeatureMatrix(specs, values), is_bad, np.arange(400))
    trial = {"c": 0.1}
    margin = LogisticLearner((), (trial,)).fit(trial, 1, rows).margin(rows.matrix)
    assert np.isfinite(margin).all()
    assert margin[0] != margin[-1]


def test_deep_trees_are_refused_by_name(sample: Sample):
    learner = LightGbmLearner(
        (), ({"max_depth": 12, "num_leaves": 200, "min_data_in_leaf": 1},), 1, 50
    )
    model = learner.fit(learner.trials[0], 3, sample)
    with pytest.raises(ValueError, match="deeper than 8"):
        model.contributions(sample.matrix)
