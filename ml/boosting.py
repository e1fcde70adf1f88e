"""LightGBM with the catalogue's directions of risk as monotone constraints, kept as text.

float64 throughout (float32 flips splits), one thread (two can hang on a busy machine), constraint
method `basic` (the `advanced` one is reported to break constraints), every row in every tree. Which
features a tree may use is drawn by the seed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ml.arrays import Floats
from ml.features import FeatureMatrix, FeatureSpec
from ml.models import Contributions, Params, Sample
from ml.tree_shap import TreeTables, tree_tables
from ml.trees import parse_trees

EVERY_FEATURE = "all"
PATIENCE_ROUNDS = 25
LEAST_ROUNDS = 10
DATASET_PARAMETERS: dict[str, Any] = {
    "max_bin": 127,
    "bin_construct_sample_cnt": 1_000_000,
    "feature_pre_filter": False,
    "num_threads": 1,
    "verbosity": -1,
}
FIXED_PARAMETERS: dict[str, Any] = DATASET_PARAMETERS | {
    "objective": "binary",
    "metric": "binary_logloss",
    "monotone_constraints_method": "basic",
    "deterministic": True,
    "force_row_wise": True,
    "bagging_fraction": 1.0,
    "max_cat_to_onehot": 4,
    "cat_smooth": 20.0,
}


@dataclass(frozen=True)
class TreeModel:
    """Trees as LightGBM's own text; `fills` stands in where training had nothing missing.

    LightGBM reads a NaN as zero in a feature that it never saw missing. A zero is a value with a
    meaning, so the training median is put there instead; None in `fills` says that the trees have
    learnt what missing means.
    """

    specs: tuple[FeatureSpec, ...]
    text: str
    fills: tuple[float | None, ...]

    algorithm = "lightgbm"

    @cached_property
    def _tables(self) -> TreeTables:
        return tree_tables(parse_trees(self.text))

    def _filled(self, matrix: FeatureMatrix) -> Floats:
        return _put_in(self.fills, matrix.values)

    def margin(self, matrix: FeatureMatrix) -> Floats:
        """Sum of the leaves that a row falls in, to the bit what LightGBM predicts."""
        return self._tables.margin(self._filled(matrix))

    def contributions(self, matrix: FeatureMatrix) -> Contributions:
        """Tree SHAP in log-odds; the reference is the training rows, as they fell into leaves."""
        margin, parts = self._tables.contributions(self._filled(matrix))
        return Contributions(self._tables.base, parts, margin)

    def to_files(self) -> dict[str, str]:
        """The trees as text, the fills as JSON (null = missing was learnt)."""
        return {"trees.txt": self.text, "fills.json": json.dumps(list(self.fills)) + "\n"}

    @classmethod
    def from_files(cls, files: dict[str, str], specs: tuple[FeatureSpec, ...]) -> TreeModel:
        """The inverse of `to_files`."""
        return cls(specs, files["trees.txt"], tuple(json.loads(files["fills.json"])))


@dataclass(frozen=True)
class TreeLearner:
    """Boosting with the directions of the catalogue, but for the features in `free` (or all)."""

    free: tuple[str, ...]
    trials: tuple[Params, ...]
    seed: int
    most_rounds: int
    name: str = "lightgbm"

    def try_out(self, train: Sample, stop: Sample) -> Iterator[tuple[TreeModel, int]]:
        """Grow until the log loss on `stop` has not fallen for a while; rounds = the best point."""
        import lightgbm

        fills = _fills(train.matrix)
        train_set = self._dataset(train, fills)
        stop_set = self._dataset(stop, fills, reference=train_set)
        for params in self.trials:
            booster = lightgbm.train(
                self._parameters(params, train),
                train_set,
                num_boost_round=self.most_rounds,
                valid_sets=[stop_set],
                callbacks=[lightgbm.early_stopping(PATIENCE_ROUNDS, verbose=False)],
            )
            rounds = max(LEAST_ROUNDS, int(booster.best_iteration))
            text = booster.model_to_string(num_iteration=rounds)
            yield TreeModel(train.matrix.specs, text, fills), rounds

    def fit(self, params: Params, rounds: int, train: Sample) -> TreeModel:
        """Grow a known number of trees."""
        import lightgbm

        fills = _fills(train.matrix)
        booster = lightgbm.train(
            self._parameters(params, train), self._dataset(train, fills), num_boost_round=rounds
        )
        return TreeModel(train.matrix.specs, booster.model_to_string(num_iteration=-1), fills)

    def _parameters(self, params: Params, train: Sample) -> dict[str, Any]:
        return (
            FIXED_PARAMETERS
            | {"seed": self.seed, "monotone_constraints": self._directions(train.matrix.specs)}
            | dict(params)
        )

    def _directions(self, specs: Sequence[FeatureSpec]) -> list[int]:
        is_all_free = EVERY_FEATURE in self.free
        return [0 if is_all_free or spec.name in self.free else spec.monotone for spec in specs]

    @staticmethod
    def _dataset(sample: Sample, fills: Sequence[float | None], reference: Any = None) -> Any:
        import lightgbm

        return lightgbm.Dataset(
            _put_in(fills, sample.matrix.values),
            label=sample.is_bad.astype(np.float64),
            reference=reference,
            feature_name=[spec.name for spec in sample.matrix.specs],
            categorical_feature=[
                position for position, spec in enumerate(sample.matrix.specs) if spec.is_category
            ],
            params=DATASET_PARAMETERS,
            free_raw_data=False,
        )


def _fills(matrix: FeatureMatrix) -> tuple[float | None, ...]:
    is_complete = np.asarray(~np.isnan(matrix.values).any(axis=0))
    return tuple(
        float(np.median(matrix.values[:, position])) if is_complete[position] else None
        for position in range(len(matrix.specs))
    )


def _put_in(fills: Sequence[float | None], values: Floats) -> Floats:
    known = np.asarray([np.nan if fill is None else fill for fill in fills], dtype=np.float64)
    return np.where(np.isnan(values), known, values)
