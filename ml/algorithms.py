"""Every kind of model that a bundle may hold, by the name that stands in it."""

from __future__ import annotations

from collections.abc import Callable

from ml.boosting import LightGbmModel
from ml.features import FeatureSpec
from ml.logistic import LogisticModel
from ml.models import Model
from ml.scorecard import ScorecardModel
from ml.soft_vote import SoftVoteModel
from ml.tree_model import PlainTreeModel

Reader = Callable[[dict[str, str], tuple[FeatureSpec, ...]], Model]

ALGORITHMS: dict[str, Reader] = {
    "logistic": LogisticModel.from_files,
    "scorecard": ScorecardModel.from_files,
    "lightgbm": LightGbmModel.from_files,
    "gradient_boosting": PlainTreeModel.from_files,
    "xgboost": PlainTreeModel.from_files,
    "random_forest": PlainTreeModel.from_files,
    "soft_vote": SoftVoteModel.from_files,
}
