"""What a caller may choose about training; each default says what moving it does."""

from __future__ import annotations

from dataclasses import dataclass

from ml.metrics import cost_optimal_cut_off
from ml.models import Params
from ml.points import scale_named
from ml.tree_shap import MOST_DEPTH

_GROWTH: Params = {
    "learning_rate": 0.15,
    "feature_fraction": 0.8,
    "min_data_in_leaf": 50,
    "lambda_l2": 10.0,
}
DEFAULT_TREE_TRIALS: tuple[Params, ...] = (
    {**_GROWTH, "max_depth": 4, "num_leaves": 15},
    {**_GROWTH, "max_depth": 3, "num_leaves": 8},
)
DEFAULT_LOGISTIC_TRIALS: tuple[Params, ...] = ({"c": 0.1}, {"c": 0.01})


@dataclass(frozen=True)
class TrainingSettings:
    """Settings of one training; frozen, so that the same settings and rows give the same bundle.

    seed: deals borrowers into folds and roles; nothing else is random.
    folds: borrower folds; more take longer and leave more rows to each fit.
    min_bads: distinct bad loans needed to train at all.
    oot_months, oot_months_least: most and least mature months of the out-of-time slice.
    oot_min_bads: distinct bad loans needed among the slice's judges, and among its calibrators.
    label_window_months: embargo between the last training date and the slice.
    scale: name of a score scale in `ml.points`.
    lift_monotone: features whose direction of risk is lifted, or ("all",).
    use_sensitive: let sensitive features in; off, they are for monitoring only.
    half_filled_features: enter only where at least half of the training rows have a value.
    training_rows_max: above it, whole borrowers are drawn by hash until that many rows train.
    objective: what the trials of a candidate compete on, see `ml.objectives`.
    cost_false_alarm, cost_missed_bad: set the cut-off of precision, recall and F-scores.
    isotonic_min_bads: bad rows needed among the calibrators before isotonic competes with Platt.
    tree_trials, logistic_trials: parameter sets tried, on rows that neither judge nor calibrate.
    most_rounds: cap on trees; early stopping ends far below it.
    with_yardstick: also measure boosting without any direction of risk (never the champion).
    """

    seed: int = 20_250_331
    folds: int = 5
    min_bads: int = 50
    oot_months: int = 6
    oot_months_least: int = 3
    oot_min_bads: int = 30
    label_window_months: int = 12
    scale: str = "b_300_900"
    lift_monotone: tuple[str, ...] = ()
    use_sensitive: bool = False
    half_filled_features: tuple[str, ...] = ("area_product_bad_rate_lagged",)
    training_rows_max: int = 100_000
    objective: str = "log_loss"
    cost_false_alarm: float = 10_000.0
    cost_missed_bad: float = 100_000.0
    isotonic_min_bads: int = 300
    tree_trials: tuple[Params, ...] = DEFAULT_TREE_TRIALS
    logistic_trials: tuple[Params, ...] = DEFAULT_LOGISTIC_TRIALS
    most_rounds: int = 300
    with_yardstick: bool = True

    def __post_init__(self) -> None:
        scale_named(self.scale)
        if self.folds < 3:
            raise ValueError("folds must be 3 or more: one judges, one stops, the rest train")
        if not 1 <= self.oot_months_least <= self.oot_months:
            raise ValueError("oot_months_least must lie between 1 and oot_months")
        if any(not 1 <= trial.get("max_depth", 0) <= MOST_DEPTH for trial in self.tree_trials):
            raise ValueError(f"tree trials need a max_depth from 1 to {MOST_DEPTH}")
        if not self.tree_trials or not self.logistic_trials:
            raise ValueError("each candidate needs at least one parameter set")

    @property
    def cut_off(self) -> float:
        """The cheapest cut-off on a calibrated PD under the two costs."""
        return cost_optimal_cut_off(self.cost_false_alarm, self.cost_missed_bad)
