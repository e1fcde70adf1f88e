"""XGBoost, where it is installed, turned into plain trees once it is grown.

The library compares in float32, which would move rows that lie close to a split. So it is given the
rank of each number among at most 255 cuts instead, a whole number that float32 holds exactly, and a
split between two ranks is the cut between them, in float64. Scoring needs no XGBoost.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ml.arrays import Floats
from ml.design import Column, Split, column_directions, columns_of, design_of, node_of
from ml.features import FeatureMatrix, FeatureSpec
from ml.log_odds import log_odds
from ml.models import Params, Range, Sample
from ml.tree_model import ANY_NUMBER, PlainTreeModel, filled, training_fills, with_shares
from ml.trees import Tree

PATIENCE_ROUNDS = 25
LEAST_ROUNDS = 10
MOST_CUTS = 254


@dataclass(frozen=True)
class _Ranks:
    """The design of a training sample: its columns, the fills and the cuts of each column."""

    specs: tuple[FeatureSpec, ...]
    columns: tuple[Column, ...]
    fills: tuple[float | None, ...]
    cuts: tuple[Floats, ...]

    def rows(self, sample: Sample) -> Any:
        """The sample as XGBoost's matrix of ranks."""
        import xgboost

        matrix = FeatureMatrix(self.specs, filled(self.fills, sample.matrix.values))
        design = design_of(matrix, self.columns)
        ranks = np.empty(design.shape, dtype=np.float32)
        for place, cuts in enumerate(self.cuts):
            values = design[:, place]
            ranks[:, place] = np.where(
                np.isnan(values), np.nan, np.searchsorted(cuts, values, side="left")
            )
        return xgboost.DMatrix(ranks, label=sample.is_bad.astype(np.float32), nthread=1)

    def threshold(self, column: int, condition: float) -> float:
        """The largest value that goes left where ranks under `condition` do."""
        last = math.ceil(condition) - 1
        cuts = self.cuts[column]
        if last < 0:
            return -ANY_NUMBER
        return float(cuts[last]) if last < cuts.size else ANY_NUMBER


@dataclass(frozen=True)
class XgboostLearner:
    """Boosting with the directions of the catalogue, but for the features in `free` (or all)."""

    free: tuple[str, ...]
    trials: tuple[Params, ...]
    seed: int
    most_rounds: int
    name: str = "xgboost"

    needs_rounds = True
    seconds_a_million_cells = 0.4

    @property
    def space(self) -> Mapping[str, Range]:
        """What a search may move."""
        return {
            "eta": Range(0.03, 0.3, is_log=True),
            "max_depth": Range(2, 6, is_whole=True),
            "min_child_weight": Range(1.0, 50.0, is_log=True),
            "lambda": Range(0.1, 100.0, is_log=True),
            "colsample_bytree": Range(0.3, 1.0),
        }

    def trier(self, train: Sample, stop: Sample) -> Callable[[Params], tuple[PlainTreeModel, int]]:
        """Grow until the log loss on `stop` has not fallen for a while; rounds = the best point."""
        import xgboost

        ranks = _ranks(train)
        train_rows, stop_rows = ranks.rows(train), ranks.rows(stop)

        def tried(params: Params) -> tuple[PlainTreeModel, int]:
            booster = xgboost.train(
                self._parameters(params, train, ranks),
                train_rows,
                num_boost_round=self.most_rounds,
                evals=[(stop_rows, "stop")],
                early_stopping_rounds=PATIENCE_ROUNDS,
                verbose_eval=False,
            )
            rounds = max(LEAST_ROUNDS, int(booster.best_iteration) + 1)
            return self._plain(booster, rounds, train, ranks), rounds

        return tried

    def fit(self, params: Params, rounds: int, train: Sample) -> PlainTreeModel:
        """Grow a known number of trees."""
        import xgboost

        ranks = _ranks(train)
        parameters = self._parameters(params, train, ranks)
        booster = xgboost.train(parameters, ranks.rows(train), num_boost_round=rounds)
        return self._plain(booster, rounds, train, ranks)

    def _parameters(self, params: Params, train: Sample, ranks: _Ranks) -> dict[str, Any]:
        return {
            "objective": "binary:logistic",
            "eval_metric": "logloss",
            "tree_method": "hist",
            "max_bin": MOST_CUTS + 2,
            "base_score": float(train.is_bad.mean()),
            "monotone_constraints": tuple(column_directions(ranks.specs, ranks.columns, self.free)),
            "nthread": 1,
            "seed": self.seed,
            "verbosity": 0,
        } | dict(params)

    def _plain(self, booster: Any, rounds: int, train: Sample, ranks: _Ranks) -> PlainTreeModel:
        content = json.loads(bytes(booster.save_raw("json")))
        grown = content["learner"]["gradient_booster"]["model"]["trees"][:rounds]
        start = Tree((), (float(log_odds(np.asarray([train.is_bad.mean()]))[0]),))
        values = filled(ranks.fills, train.matrix.values)
        trees = tuple(with_shares(_tree(tree, ranks), values) for tree in grown)
        return PlainTreeModel(ranks.specs, ranks.fills, self.name, (start, *trees))


def _ranks(train: Sample) -> _Ranks:
    specs = train.matrix.specs
    columns = columns_of(specs)
    fills = training_fills(train.matrix)
    design = design_of(FeatureMatrix(specs, filled(fills, train.matrix.values)), columns)
    return _Ranks(specs, columns, fills, tuple(_cuts(values) for values in design.T))


def _cuts(values: Floats) -> Floats:
    known = values[~np.isnan(values)]
    distinct = np.unique(known)
    if distinct.size <= MOST_CUTS + 1:
        return np.asarray(distinct[:-1], dtype=np.float64)
    steps = np.arange(1, MOST_CUTS + 1) / (MOST_CUTS + 1)
    return np.unique(np.quantile(known, steps, method="inverted_cdf"))


def _tree(tree: Mapping[str, Sequence[Any]], ranks: _Ranks) -> Tree:
    """XGBoost numbers nodes and leaves together, here leaves are numbered apart; shares to come."""
    is_leaf = np.asarray(tree["left_children"]) < 0
    leaf_no, node_no = np.cumsum(is_leaf) - 1, np.cumsum(~is_leaf) - 1
    child = np.where(is_leaf, -leaf_no - 1, node_no)

    def node(place: int) -> Any:
        left, right = tree["left_children"][place], tree["right_children"][place]
        column = tree["split_indices"][place]
        split = Split(
            column=column,
            threshold=ranks.threshold(column, tree["split_conditions"][place]),
            is_missing_left=bool(tree["default_left"][place]),
            left=int(child[left]),
            right=int(child[right]),
            left_share=0.5,
            right_share=0.5,
        )
        return node_of(split, ranks.columns, ranks.specs)

    leaves = np.asarray(tree["split_conditions"], dtype=np.float64)[is_leaf]
    nodes = tuple(node(place) for place in np.flatnonzero(~is_leaf).tolist())
    return Tree(nodes, tuple(leaves.tolist()))
