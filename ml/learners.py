"""The learners of a training, from its settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.util import find_spec
from types import MappingProxyType

from ml.boosting import LightGbmLearner
from ml.features import EVERY_FEATURE
from ml.forest import ForestLearner
from ml.histogram_boosting import HistogramBoostingLearner
from ml.logistic import LogisticLearner
from ml.models import Learner
from ml.points import scale_named
from ml.resampling import Resampled
from ml.scorecard import ScorecardLearner
from ml.settings import TrainingSettings
from ml.xgboosting import XgboostLearner

YARDSTICK = "lightgbm_unconstrained"
SOFT_VOTE = "soft_vote"
VOTERS = ("logistic", "random_forest")

_MAKERS: Mapping[str, Callable[[TrainingSettings], Learner]] = MappingProxyType(
    {
        "logistic": lambda to: LogisticLearner(to.lift_monotone, to.trials_of("logistic")),
        "scorecard": lambda to: ScorecardLearner(
            to.lift_monotone, to.trials_of("scorecard"), scale_named(to.scale)
        ),
        "lightgbm": lambda to: LightGbmLearner(
            to.lift_monotone, to.trials_of("lightgbm"), to.seed, to.most_rounds
        ),
        "gradient_boosting": lambda to: HistogramBoostingLearner(
            to.lift_monotone, to.trials_of("gradient_boosting"), to.seed, to.most_rounds
        ),
        "xgboost": lambda to: XgboostLearner(
            to.lift_monotone, to.trials_of("xgboost"), to.seed, to.most_rounds
        ),
        "random_forest": lambda to: ForestLearner(
            to.lift_monotone, to.trials_of("random_forest"), to.seed
        ),
    }
)


def unavailable(settings: TrainingSettings) -> tuple[str, ...]:
    """Wanted candidates whose library is not installed."""
    is_installed = find_spec("xgboost") is not None
    return tuple(name for name in settings.candidates if name == "xgboost" and not is_installed)


def learners(settings: TrainingSettings) -> tuple[Learner, ...]:
    """What is fitted, in the order of the settings, then the yardstick where it differs.

    The members of a soft vote are fitted for it also where they are not candidates themselves.
    """
    voters = VOTERS if SOFT_VOTE in settings.candidates else ()
    left_out = (SOFT_VOTE, *unavailable(settings))
    wanted = dict.fromkeys((*settings.candidates, *voters))
    every = [_MAKERS[name](settings) for name in wanted if name not in left_out]
    if settings.with_yardstick and EVERY_FEATURE not in settings.lift_monotone:
        only_default = settings.trials_of("lightgbm")[:1]
        free = (EVERY_FEATURE,)
        every.append(
            LightGbmLearner(free, only_default, settings.seed, settings.most_rounds, YARDSTICK)
        )
    if settings.resampling == "smote":
        return tuple(Resampled(learner, settings.seed) for learner in every)
    return tuple(every)
