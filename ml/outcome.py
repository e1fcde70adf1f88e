"""What a training hands back: a champion, or why there is none, and every figure as rows."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from ml.bundle import ModelBundle
from ml.challenge import Challenge

_KEY = [("candidate", pa.string()), ("sample", pa.string())]
METRICS_SCHEMA = pa.schema(
    [
        *_KEY,
        ("metric", pa.string()),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
    ]
)
GAINS_SCHEMA = pa.schema(
    [
        *_KEY,
        ("group_no", pa.int32()),
        ("rows", pa.int64()),
        ("bads", pa.int64()),
        ("bad_rate", pa.float64()),
        ("mean_pd", pa.float64()),
        ("lowest_pd", pa.float64()),
        ("highest_pd", pa.float64()),
        ("cumulative_bad_share", pa.float64()),
        ("cumulative_good_share", pa.float64()),
        ("lift", pa.float64()),
        ("ks", pa.float64()),
        ("is_reversal", pa.bool_()),
    ]
)
CALIBRATION_SCHEMA = pa.schema(
    [
        *_KEY,
        ("bin_no", pa.int32()),
        ("rows", pa.int64()),
        ("bads", pa.int64()),
        ("mean_pd", pa.float64()),
        ("bad_rate", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
    ]
)
ROC_SCHEMA = pa.schema(
    [
        *_KEY,
        ("point_no", pa.int32()),
        ("false_positive_rate", pa.float64()),
        ("true_positive_rate", pa.float64()),
        ("is_ks_point", pa.bool_()),
    ]
)
DISTRIBUTION_SCHEMA = pa.schema(
    [
        *_KEY,
        ("bin_no", pa.int32()),
        ("score_from", pa.float64()),
        ("score_to", pa.float64()),
        ("goods", pa.int64()),
        ("bads", pa.int64()),
    ]
)
IMPORTANCES_SCHEMA = pa.schema(
    [
        ("candidate", pa.string()),
        ("feature", pa.string()),
        ("mean_abs_contribution", pa.float64()),
        ("share", pa.float64()),
        ("monotone", pa.int32()),
        ("is_lifted", pa.bool_()),
        ("filled_share", pa.float64()),
    ]
)
TRIALS_SCHEMA = pa.schema(
    [
        ("candidate", pa.string()),
        ("trial_no", pa.int32()),
        ("params", pa.string()),
        ("rounds", pa.int32()),
        ("objective", pa.string()),
        ("value", pa.float64()),
        ("is_chosen", pa.bool_()),
    ]
)


@dataclass(frozen=True)
class CandidateResult:
    """One candidate, short: `auc` is on the rows of the judges; None where it cannot be had."""

    name: str
    can_be_champion: bool
    is_champion: bool
    auc: float | None
    calibration_method: str | None
    direction_violations: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class TrainingOutcome:
    """`champion` is None exactly when `reason_not_trained` says why, in one sentence.

    The tables hold `candidate` and `sample` (train, folds, out_of_time) as their key; `inputs` has
    one row a feature of the catalogue. All are empty when training could not start. `challenge`
    says whether the champion may replace the incumbent, where one was given.
    """

    champion: ModelBundle | None
    reason_not_trained: str | None
    validation: str | None
    validation_note: str | None
    candidates: tuple[CandidateResult, ...]
    metrics: pa.Table
    gains: pa.Table
    calibration: pa.Table
    roc: pa.Table
    distribution: pa.Table
    importances: pa.Table
    trials: pa.Table
    inputs: pa.Table
    challenge: Challenge | None = None
