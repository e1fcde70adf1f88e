"""Trees of other libraries as plain questions: the same margins, the same reference."""

from __future__ import annotations

import numpy as np
import pytest

from ml.design import columns_of, design_of
from ml.features import FeatureMatrix, FeatureSpec
from ml.forest import ForestLearner
from ml.histogram_boosting import HistogramBoostingLearner
from ml.log_odds import probability
from ml.metrics import auc
from ml.models import Sample
from ml.settings import DEFAULT_TRIALS
from ml.tree_model import PlainTreeModel, filled, with_shares
from ml.trees import Node, Tree
from ml.xgboosting import XgboostLearner, _ranks


@pytest.fixture(scope="module")
def odd_rows(sample: Sample) -> FeatureMatrix:
    """The book with every value missing here and there, and unseen categories."""
    values = sample.matrix.values.copy(order="F")
    for place, spec in enumerate(sample.matrix.specs):
        values[place::11, place] = spec.unknown_code if spec.is_category else np.nan
    return FeatureMatrix(sample.matrix.specs, values)


def test_scikit_learn_s_margins_are_kept(sample: Sample, odd_rows: FeatureMatrix):
    params = DEFAULT_TRIALS["gradient_boosting"][0]
    learner = HistogramBoostingLearner((), (params,), 1, 60)
    model = learner.fit(params, 30, sample)
    columns = columns_of(sample.matrix.specs)
    theirs = learner._grown(params, 30, sample, columns, model.fills, None)
    rows = FeatureMatrix(odd_rows.specs, filled(model.fills, odd_rows.values))
    expected = theirs.decision_function(design_of(rows, columns))
    assert model.margin(odd_rows) == pytest.approx(expected, abs=1e-12)


def test_xgboost_s_margins_are_kept(sample: Sample, odd_rows: FeatureMatrix):
    import xgboost

    params = DEFAULT_TRIALS["xgboost"][0]
    learner = XgboostLearner((), (params,), 1, 60)
    model = learner.fit(params, 30, sample)
    ranks = _ranks(sample)
    booster = xgboost.train(
        learner._parameters(params, sample, ranks), ranks.rows(sample), num_boost_round=30
    )
    rows = Sample(odd_rows, sample.is_bad, sample.borrower)
    expected = booster.predict(ranks.rows(rows), output_margin=True)
    assert model.margin(odd_rows) == pytest.approx(expected, abs=1e-5)  # they add in float32


@pytest.mark.parametrize("kind", [HistogramBoostingLearner, XgboostLearner])
def test_growing_stops_where_the_other_rows_no_longer_gain(sample: Sample, kind: type):
    params = {"gradient_boosting": {"learning_rate": 0.5, "max_depth": 4}, "xgboost": {"eta": 0.5}}
    learner = kind((), DEFAULT_TRIALS[kind((), (), 1, 1).name], 1, 200)
    rows = np.arange(sample.is_bad.size)
    trier = learner.trier(sample.take(rows < 1600), sample.take(rows >= 1600))
    model, rounds = trier(dict(learner.trials[0]) | params[learner.name])
    assert 10 <= rounds < 100
    assert len(model.trees) == rounds + 1


def test_a_forest_is_on_the_level_of_its_rows_and_finds_what_bends(sample: Sample):
    random = np.random.default_rng(3)
    amount = sample.matrix.values[:, 0]
    is_bad = random.random(amount.size) < np.where(np.abs(amount - 12.0) > 0.8, 0.35, 0.05)
    params = {"trees": 30, "max_depth": 6, "min_data_in_leaf": 20, "feature_fraction_bynode": 0.5}
    bent = Sample(sample.matrix, is_bad, sample.borrower)
    model = ForestLearner((), (params,), 1).fit(params, 1, bent)
    margin = model.margin(sample.matrix)
    assert auc(is_bad, margin) > 0.8
    assert probability(margin).mean() == pytest.approx(is_bad.mean(), abs=0.05)
    assert len(model.trees) == 30
    assert ForestLearner((), (params,), 1).fit(params, 1, bent) == model
    assert ForestLearner((), (params,), 2).fit(params, 1, bent) != model


def test_a_leaf_without_bads_has_finite_odds():
    specs = (FeatureSpec("x", "decimal"),)
    values = np.asfortranarray(np.linspace(0, 1, 400)[:, None])
    clear = Sample(FeatureMatrix(specs, values), values[:, 0] > 0.5, np.arange(400))
    params = {"trees": 5, "max_depth": 3, "min_data_in_leaf": 20, "feature_fraction_bynode": 1.0}
    margin = ForestLearner((), (params,), 1).fit(params, 1, clear).margin(clear.matrix)
    assert np.isfinite(margin).all()
    assert margin[0] < -2.0 < 2.0 < margin[-1]


def test_shares_are_those_of_the_rows_and_half_where_none_come_by():
    inner = Node(0, 0.5, None, False, -1, -2, 0.9, 0.1)
    root = Node(0, 2.0, None, False, 1, -3, 0.9, 0.1)
    unseen = Node(0, 9.0, None, False, -4, -5, 0.2, 0.8)
    tree = Tree((root, inner), (1.0, 2.0, 3.0))
    shared = with_shares(tree, np.asarray([[0.0], [1.0], [1.5], [3.0]]))
    assert [node.left_share for node in shared.nodes] == [3 / 4, 1 / 3]
    assert [node.right_share for node in shared.nodes] == pytest.approx([1 / 4, 2 / 3])
    deeper = Tree((Node(0, 2.0, None, False, -1, 1, 0.5, 0.5), unseen), (1.0, 2.0, 3.0, 4.0, 5.0))
    assert with_shares(deeper, np.zeros((3, 1))).nodes[1].left_share == 0.5


def test_json_keeps_every_bit(models: dict[str, PlainTreeModel], odd_rows: FeatureMatrix):
    for name in ("gradient_boosting", "xgboost", "random_forest"):
        model = models[name]
        again = PlainTreeModel.from_files(model.to_files(), model.specs)
        assert again == model
        assert (again.margin(odd_rows) == model.margin(odd_rows)).all()
