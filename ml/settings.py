"""What a caller may choose about training; each default says what moving it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType

from ml.bands import DEFAULT_BANDS, Band, checked
from ml.metrics import Costs
from ml.models import Params
from ml.objectives import objective_named
from ml.points import scale_named
from ml.promotion import PromotionRules
from ml.search import SearchBudget
from ml.tree_shap import MOST_DEPTH

# From simple to complex.
CANDIDATES = (
    "logistic",
    "scorecard",
    "lightgbm",
    "gradient_boosting",
    "xgboost",
    "random_forest",
    "soft_vote",
)
DEFAULT_CANDIDATES = ("logistic", "scorecard", "lightgbm")
RESAMPLING = ("none", "smote")
NO_SEARCH = SearchBudget()
DEFAULT_PROMOTION = PromotionRules()
DEFAULT_COSTS = Costs(false_alarm=10_000.0, missed_bad=100_000.0)

_GROWTH: Params = {
    "learning_rate": 0.08,
    "feature_fraction": 0.8,
    "min_data_in_leaf": 50,
    "lambda_l2": 10.0,
}
_SKLEARN_GROWTH: Params = {
    "learning_rate": 0.08,
    "max_features": 0.8,
    "min_samples_leaf": 50,
    "l2_regularization": 10.0,
}
DEFAULT_TRIALS: MappingProxyType[str, tuple[Params, ...]] = MappingProxyType(
    {
        "logistic": ({"c": 0.1}, {"c": 0.01}),
        "scorecard": ({"attributes": 6, "features": 20, "c": 1.0},),
        "lightgbm": (
            {**_GROWTH, "max_depth": 4, "num_leaves": 15},
            {**_GROWTH, "max_depth": 3, "num_leaves": 8},
        ),
        "gradient_boosting": ({**_SKLEARN_GROWTH, "max_depth": 4},),
        "xgboost": (
            {
                "eta": 0.08,
                "max_depth": 4,
                "min_child_weight": 5.0,
                "lambda": 10.0,
                "colsample_bytree": 0.8,
            },
        ),
        "random_forest": (
            {
                "trees": 100,
                "max_depth": 8,
                "min_data_in_leaf": 25,
                "feature_fraction_bynode": 0.3,
            },
        ),
    }
)


@dataclass(frozen=True)
class TrainingSettings:
    """Settings of one training; frozen, so that the same settings and rows give the same bundle.

    seed: deals borrowers into folds and roles, and leads searches and draws; all else is fixed.
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
    candidates: which of `CANDIDATES` are built; of equals the first one named becomes champion.
    objective: what trials and candidates compete on, see `ml.objectives`.
    search: how far a search goes beyond `trials`, see `ml.search`.
    resampling: `smote` adds made-up bads inside each fit; `none` leaves the rows as they are.
    promotion: what a new champion must show to replace the one in office.
    bands: risk bands of the calibrated PD, for observed against expected in each.
    costs: set the cut-off of precision, recall and F-scores, and what a mistake costs.
    isotonic_min_bads: bad rows needed among the calibrators before isotonic competes with Platt.
    trials: parameter sets that each candidate always tries, on rows that neither judge nor
        calibrate; a candidate that is not named has those of `DEFAULT_TRIALS`.
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
    candidates: tuple[str, ...] = DEFAULT_CANDIDATES
    objective: str = "auc"
    search: SearchBudget = NO_SEARCH
    resampling: str = "none"
    costs: Costs = DEFAULT_COSTS
    promotion: PromotionRules = DEFAULT_PROMOTION
    bands: tuple[Band, ...] = DEFAULT_BANDS
    isotonic_min_bads: int = 300
    trials: dict[str, tuple[Params, ...]] = field(default_factory=dict)
    most_rounds: int = 300
    with_yardstick: bool = True

    def __post_init__(self) -> None:
        scale_named(self.scale)
        objective_named(self.objective)
        checked(self.bands)
        if self.folds < 3:
            raise ValueError("folds must be 3 or more: one judges, one stops, the rest train")
        if not 1 <= self.oot_months_least <= self.oot_months:
            raise ValueError("oot_months_least must lie between 1 and oot_months")
        if unknown := set(self.candidates) - set(CANDIDATES):
            known = ", ".join(CANDIDATES)
            raise ValueError(f"unknown candidate {', '.join(sorted(unknown))}: choose from {known}")
        if not self.candidates:
            raise ValueError("candidates: at least one is needed")
        if self.resampling not in RESAMPLING:
            raise ValueError(f"resampling is one of {', '.join(RESAMPLING)}")
        if min(self.costs.false_alarm, self.costs.missed_bad) <= 0:
            raise ValueError("costs must be above zero")
        if any(not sets for sets in self.trials.values()):
            raise ValueError("each candidate needs at least one parameter set")
        for name in ("lightgbm", "gradient_boosting", "xgboost", "random_forest"):
            for params in self.trials_of(name):
                if not 1 <= params.get("max_depth", 0) <= MOST_DEPTH:
                    raise ValueError(f"trials of {name} need a max_depth from 1 to {MOST_DEPTH}")

    def trials_of(self, candidate: str) -> tuple[Params, ...]:
        """The parameter sets that a candidate always tries, the default one first."""
        return self.trials.get(candidate, DEFAULT_TRIALS[candidate])
