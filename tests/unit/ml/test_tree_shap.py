"""Margins and parts from tables, held against LightGBM, against shap and against the definition."""

from __future__ import annotations

import math
import warnings
from itertools import combinations

import lightgbm
import numpy as np
import pytest

from ml import tree_shap
from ml.boosting import LightGbmLearner, LightGbmModel
from ml.features import FeatureMatrix
from ml.models import Sample
from ml.tree_shap import tree_tables
from ml.trees import Tree, parse_trees

SHAPES = {
    "one question": {"max_depth": 1, "num_leaves": 2},
    "the default": {"max_depth": 4, "num_leaves": 15},
    "more leaves than one group holds": {"max_depth": 8, "num_leaves": 40},
}


@pytest.fixture(scope="module", params=sorted(SHAPES))
def grown(request: pytest.FixtureRequest, sample: Sample) -> LightGbmModel:
    params = {"learning_rate": 0.3, "min_data_in_leaf": 10, **SHAPES[request.param]}
    return LightGbmLearner((), (params,), 1, 50).fit(params, 25, sample)


@pytest.fixture(scope="module")
def odd_rows(sample: Sample) -> FeatureMatrix:
    """Rows with every value missing once, a category that nobody has seen, and far-off values."""
    values = sample.matrix.values[:300].copy(order="F")
    for place, spec in enumerate(sample.matrix.specs):
        values[place, place] = spec.unknown_code if spec.is_category else np.nan
        values[100 + place, place] = spec.unknown_code if spec.is_category else 1e9
    values[299] = [
        spec.unknown_code if spec.is_category else np.nan for spec in sample.matrix.specs
    ]
    return FeatureMatrix(sample.matrix.specs, values)


def as_read(model: LightGbmModel, rows: FeatureMatrix) -> np.ndarray:
    """What LightGBM itself must be given: the fills of features that training never missed."""
    fills = np.asarray([np.nan if fill is None else fill for fill in model.fills])
    return np.where(np.isnan(rows.values), fills, rows.values)


def test_the_margin_is_lightgbm_s_own_to_the_bit(grown: LightGbmModel, odd_rows: FeatureMatrix):
    booster = lightgbm.Booster(model_str=grown.text)
    theirs = booster.predict(as_read(grown, odd_rows), raw_score=True)
    assert (grown.margin(odd_rows) == theirs).all()
    assert (grown.contributions(odd_rows).margin == theirs).all()


def test_the_parts_are_those_of_shap(grown: LightGbmModel, odd_rows: FeatureMatrix):
    import shap

    explainer = shap.TreeExplainer(lightgbm.Booster(model_str=grown.text))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        theirs = explainer.shap_values(as_read(grown, odd_rows))
    ours = grown.contributions(odd_rows)
    assert np.abs(ours.values).max() > 0.1
    assert ours.values == pytest.approx(theirs, abs=1e-6)
    assert ours.base == pytest.approx(float(explainer.expected_value), abs=1e-6)


def test_the_parts_are_those_of_the_definition(grown: LightGbmModel, odd_rows: FeatureMatrix):
    trees = parse_trees(grown.text)[:3]
    rows = as_read(grown, odd_rows)[::75]
    _, parts = tree_tables(trees).contributions(rows)
    for row, ours in zip(rows, parts, strict=True):
        total = sum(shapley_by_definition(tree, row) for tree in trees)
        assert ours == pytest.approx(total, abs=1e-12)


def shapley_by_definition(tree: Tree, row: np.ndarray) -> np.ndarray:
    """The mean over all orders of what knowing one feature more changes."""
    asked = sorted({node.feature for node in tree.nodes})
    parts = np.zeros(row.size)
    for player in asked:
        others = [feature for feature in asked if feature != player]
        for size in range(len(asked)):
            weight = 1 / (len(asked) * math.comb(len(asked) - 1, size))
            for known in combinations(others, size):
                gain = value_of(tree, row, {*known, player}) - value_of(tree, row, set(known))
                parts[player] += weight * gain
    return parts


def value_of(tree: Tree, row: np.ndarray, known: set[int], place: int = 0) -> float:
    """The tree's mean answer where only the known features of the row are read."""
    if place < 0:
        return tree.leaves[-place - 1]
    node = tree.nodes[place]
    left, right = (value_of(tree, row, known, child) for child in (node.left, node.right))
    if node.feature in known:
        return left if node.goes_left(row[node.feature : node.feature + 1])[0] else right
    return node.left_share * left + node.right_share * right


def test_base_and_parts_are_the_margin_in_every_row(grown: LightGbmModel, sample: Sample):
    ours = grown.contributions(sample.matrix)
    assert ours.base + ours.values.sum(axis=1) == pytest.approx(ours.margin, abs=1e-12)


def test_alone_in_pieces_or_in_another_order_every_bit_is_the_same(
    grown: LightGbmModel, sample: Sample, monkeypatch: pytest.MonkeyPatch
):
    whole = grown.contributions(sample.matrix)
    order = np.random.default_rng(3).permutation(sample.matrix.rows)
    turned = grown.contributions(sample.matrix.take(order))
    assert (turned.values == whole.values[order]).all()
    assert (turned.margin == whole.margin[order]).all()
    monkeypatch.setattr(tree_shap, "CHUNK_ROWS", 7)
    pieces = grown.contributions(sample.matrix.take(slice(0, 40)))
    assert (pieces.values == whole.values[:40]).all()
    assert (pieces.margin == whole.margin[:40]).all()


def test_trees_that_ask_nothing_give_their_value():
    tables = tree_tables((Tree((), (0.25,)), Tree((), (-1.0,))))
    margin, parts = tables.contributions(np.zeros((3, 2)))
    assert margin.tolist() == [-0.75] * 3
    assert not parts.any()
    assert tables.base == -0.75
