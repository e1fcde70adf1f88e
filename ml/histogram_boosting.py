"""scikit-learn's histogram gradient boosting, turned into plain trees once it is grown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ml.arrays import Floats
from ml.design import Column, Split, column_directions, columns_of, design_of, node_of
from ml.features import FeatureSpec
from ml.models import Params, Range, Sample
from ml.tree_model import PlainTreeModel, filled, training_fills
from ml.trees import Tree

PATIENCE_ROUNDS = 10
LEAST_ROUNDS = 10


@dataclass(frozen=True)
class HistogramBoostingLearner:
    """Boosting with the directions of the catalogue, but for the features in `free` (or all)."""

    free: tuple[str, ...]
    trials: tuple[Params, ...]
    seed: int
    most_rounds: int
    name: str = "gradient_boosting"

    needs_rounds = True
    seconds_a_million_cells = 0.8

    @property
    def space(self) -> Mapping[str, Range]:
        """What a search may move."""
        return {
            "learning_rate": Range(0.03, 0.3, is_log=True),
            "max_depth": Range(2, 6, is_whole=True),
            "min_samples_leaf": Range(20, 400, is_log=True, is_whole=True),
            "l2_regularization": Range(0.1, 100.0, is_log=True),
            "max_features": Range(0.3, 1.0),
        }

    def trier(self, train: Sample, stop: Sample) -> Callable[[Params], tuple[PlainTreeModel, int]]:
        """Grow until the log loss on `stop` has not fallen for a while; rounds = the best point."""
        fills = training_fills(train.matrix)
        columns = columns_of(train.matrix.specs)
        held = _rows(stop, columns, fills), stop.is_bad

        def tried(params: Params) -> tuple[PlainTreeModel, int]:
            grown = self._grown(params, self.most_rounds, train, columns, fills, held)
            rounds = max(LEAST_ROUNDS, int(np.argmax(grown.validation_score_)))
            return self._plain(grown, rounds, train.matrix.specs, columns, fills), rounds

        return tried

    def fit(self, params: Params, rounds: int, train: Sample) -> PlainTreeModel:
        """Grow a known number of trees."""
        fills = training_fills(train.matrix)
        columns = columns_of(train.matrix.specs)
        grown = self._grown(params, rounds, train, columns, fills, None)
        return self._plain(grown, rounds, train.matrix.specs, columns, fills)

    def _grown(
        self,
        params: Params,
        rounds: int,
        train: Sample,
        columns: tuple[Column, ...],
        fills: tuple[float | None, ...],
        held: tuple[Floats, Any] | None,
    ) -> Any:
        from sklearn.ensemble import HistGradientBoostingClassifier
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

        booster = HistGradientBoostingClassifier(
            max_iter=rounds,
            max_bins=127,
            monotonic_cst=column_directions(train.matrix.specs, columns, self.free),
            early_stopping=held is not None,
            n_iter_no_change=PATIENCE_ROUNDS,
            random_state=self.seed,
            **params,
        )
        validation = {} if held is None else {"X_val": held[0], "y_val": held[1]}
        with threadpool_limits(1):
            return booster.fit(_rows(train, columns, fills), train.is_bad, **validation)

    def _plain(
        self,
        grown: Any,
        rounds: int,
        specs: tuple[FeatureSpec, ...],
        columns: tuple[Column, ...],
        fills: tuple[float | None, ...],
    ) -> PlainTreeModel:
        start = Tree((), (float(grown._baseline_prediction.item()),))
        trees = tuple(
            _tree(predictor.nodes, columns, specs) for (predictor,) in grown._predictors[:rounds]
        )
        return PlainTreeModel(specs, fills, self.name, (start, *trees))


def _rows(sample: Sample, columns: tuple[Column, ...], fills: tuple[float | None, ...]) -> Floats:
    complete = type(sample.matrix)(sample.matrix.specs, filled(fills, sample.matrix.values))
    return design_of(complete, columns)


def _tree(nodes: Any, columns: tuple[Column, ...], specs: tuple[FeatureSpec, ...]) -> Tree:
    """scikit-learn numbers nodes and leaves together; here leaves are numbered apart."""
    is_leaf = nodes["is_leaf"].astype(bool)
    leaf_no, node_no = np.cumsum(is_leaf) - 1, np.cumsum(~is_leaf) - 1
    child = np.where(is_leaf, -leaf_no - 1, node_no)

    def node(record: Any) -> Any:
        left, right = int(record["left"]), int(record["right"])
        split = Split(
            column=int(record["feature_idx"]),
            threshold=float(record["num_threshold"]),
            is_missing_left=bool(record["missing_go_to_left"]),
            left=int(child[left]),
            right=int(child[right]),
            left_share=float(nodes["count"][left]) / float(record["count"]),
            right_share=float(nodes["count"][right]) / float(record["count"]),
        )
        return node_of(split, columns, specs)

    leaves = tuple(float(value) for value in nodes["value"][is_leaf])
    return Tree(tuple(node(record) for record in nodes[~is_leaf]), leaves)
