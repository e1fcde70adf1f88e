"""A random forest: trees grown apart on drawn rows and features, their leaves' odds averaged.

LightGBM grows it in its forest mode, so missing values, categories and the directions of risk are
treated as in boosting. A leaf there holds one Newton step from the overall log-odds, which is its
bad rate on a line; here it holds the log-odds of that rate, drawn a little to the overall one so
that a leaf without bads stays finite, divided by the number of trees. Thus the trees add up in
log-odds and the reasons are exact. The draw is the same for every leaf and keeps their order, and
with it every direction of risk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from ml.boosting import FIXED_PARAMETERS, lightgbm_rows
from ml.features import held_directions
from ml.log_odds import log_odds
from ml.models import Params, Range, Sample
from ml.tree_model import PlainTreeModel, filled, training_fills, with_shares
from ml.trees import Tree, parse_trees

ROWS_A_TREE = 0.632


@dataclass(frozen=True)
class ForestLearner:
    """A forest with the directions of the catalogue, but for the features in `free` (or all)."""

    free: tuple[str, ...]
    trials: tuple[Params, ...]
    seed: int
    name: str = "random_forest"

    needs_rounds = False
    seconds_a_million_cells = 0.6

    @property
    def space(self) -> Mapping[str, Range]:
        """What a search may move."""
        return {
            "max_depth": Range(4, 8, is_whole=True),
            "min_data_in_leaf": Range(15, 200, is_log=True, is_whole=True),
            "feature_fraction_bynode": Range(0.1, 0.8),
        }

    def trier(self, train: Sample, stop: Sample) -> Callable[[Params], tuple[PlainTreeModel, int]]:
        """A forest has its number of trees among its parameters and nothing to stop."""
        del stop
        return lambda params: (self.fit(params, 1, train), 1)

    def fit(self, params: Params, rounds: int, train: Sample) -> PlainTreeModel:
        """Grow `trees` trees."""
        del rounds
        import lightgbm

        own = dict(params)
        count = int(own.pop("trees"))
        fills = training_fills(train.matrix)
        booster = lightgbm.train(
            FIXED_PARAMETERS
            | {
                "boosting": "rf",
                "bagging_fraction": ROWS_A_TREE,
                "bagging_freq": 1,
                "num_leaves": 2 ** int(own["max_depth"]),
                "lambda_l2": 0.0,
                "seed": self.seed,
                "monotone_constraints": held_directions(train.matrix.specs, self.free),
            }
            | own,
            lightgbm_rows(train, fills),
            num_boost_round=count,
        )
        base_rate = float(train.is_bad.mean())
        drawn = 1.0 / (1.0 + own["min_data_in_leaf"])
        values = filled(fills, train.matrix.values)
        trees = tuple(
            with_shares(_in_log_odds(tree, base_rate, drawn, count), values)
            for tree in parse_trees(booster.model_to_string(num_iteration=-1))
        )
        return PlainTreeModel(train.matrix.specs, fills, self.name, trees)


def _in_log_odds(tree: Tree, base_rate: float, drawn: float, count: int) -> Tree:
    step = np.asarray(tree.leaves) - log_odds(np.asarray([base_rate]))[0]
    rate = np.clip(base_rate + step * base_rate * (1.0 - base_rate), 0.0, 1.0)
    leaves = log_odds((1.0 - drawn) * rate + drawn * base_rate) / count
    return replace(tree, leaves=tuple(float(leaf) for leaf in leaves))
