"""LightGBM with the catalogue's directions of risk as monotone constraints, kept as text.

float64 throughout (float32 flips splits), one thread (two can hang on a busy machine), constraint
method `basic` (the `advanced` one is reported to break constraints), every row in every tree. Which
features a tree may use is drawn by the seed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ml.features import FeatureSpec, held_directions
from ml.models import Params, Range, Sample
from ml.tree_model import TreeModel, filled, training_fills
from ml.trees import Tree, parse_trees

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
class LightGbmModel(TreeModel):
    """Trees as LightGBM's own text: the library reads it back and predicts the same bits."""

    text: str

    @property
    def algorithm(self) -> str:
        """Name of the kind of model."""
        return "lightgbm"

    def grown(self) -> tuple[Tree, ...]:
        """The trees of the text."""
        return parse_trees(self.text)

    def to_files(self) -> dict[str, str]:
        """The trees as text, the fills as JSON (null = missing was learnt)."""
        return {"trees.txt": self.text, "fills.json": json.dumps(list(self.fills)) + "\n"}

    @classmethod
    def from_files(cls, files: dict[str, str], specs: tuple[FeatureSpec, ...]) -> LightGbmModel:
        """The inverse of `to_files`."""
        return cls(specs, tuple(json.loads(files["fills.json"])), files["trees.txt"])


@dataclass(frozen=True)
class LightGbmLearner:
    """Boosting with the directions of the catalogue, but for the features in `free` (or all)."""

    free: tuple[str, ...]
    trials: tuple[Params, ...]
    seed: int
    most_rounds: int
    name: str = "lightgbm"

    needs_rounds = True
    seconds_a_million_cells = 0.4

    @property
    def space(self) -> Mapping[str, Range]:
        """What a search may move."""
        return {
            "learning_rate": Range(0.03, 0.3, is_log=True),
            "max_depth": Range(2, 6, is_whole=True),
            "num_leaves": Range(4, 40, is_log=True, is_whole=True),
            "min_data_in_leaf": Range(20, 400, is_log=True, is_whole=True),
            "feature_fraction": Range(0.3, 1.0),
            "lambda_l2": Range(0.1, 100.0, is_log=True),
        }

    def trier(self, train: Sample, stop: Sample) -> Callable[[Params], tuple[LightGbmModel, int]]:
        """Grow until the log loss on `stop` has not fallen for a while; rounds = the best point."""
        import lightgbm

        fills = training_fills(train.matrix)
        train_set = lightgbm_rows(train, fills)
        stop_set = lightgbm_rows(stop, fills, reference=train_set)

        def tried(params: Params) -> tuple[LightGbmModel, int]:
            booster = lightgbm.train(
                self._parameters(params, train),
                train_set,
                num_boost_round=self.most_rounds,
                valid_sets=[stop_set],
                callbacks=[lightgbm.early_stopping(PATIENCE_ROUNDS, verbose=False)],
            )
            rounds = max(LEAST_ROUNDS, int(booster.best_iteration))
            text = booster.model_to_string(num_iteration=rounds)
            return LightGbmModel(train.matrix.specs, fills, text), rounds

        return tried

    def fit(self, params: Params, rounds: int, train: Sample) -> LightGbmModel:
        """Grow a known number of trees."""
        import lightgbm

        fills = training_fills(train.matrix)
        booster = lightgbm.train(
            self._parameters(params, train), lightgbm_rows(train, fills), num_boost_round=rounds
        )
        return LightGbmModel(train.matrix.specs, fills, booster.model_to_string(num_iteration=-1))

    def _parameters(self, params: Params, train: Sample) -> dict[str, Any]:
        directions = held_directions(train.matrix.specs, self.free)
        return (
            FIXED_PARAMETERS
            | {"seed": self.seed, "monotone_constraints": directions}
            | dict(params)
        )


def lightgbm_rows(sample: Sample, fills: Sequence[float | None], reference: Any = None) -> Any:
    """The sample as LightGBM's binned dataset."""
    import lightgbm

    return lightgbm.Dataset(
        filled(fills, sample.matrix.values),
        label=sample.is_bad.astype(np.float64),
        reference=reference,
        feature_name=[spec.name for spec in sample.matrix.specs],
        categorical_feature=[
            position for position, spec in enumerate(sample.matrix.specs) if spec.is_category
        ],
        params=DATASET_PARAMETERS,
        free_raw_data=False,
    )
