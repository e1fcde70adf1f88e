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
MONTHS_SCHEMA = pa.schema(
    [
        *_KEY,
        ("month", pa.date32()),
        ("rows", pa.int64()),
        ("bads", pa.int64()),
        ("bad_rate", pa.float64()),
        ("mean_pd", pa.float64()),
        ("observed_expected", pa.float64()),
        ("observed_expected_low", pa.float64()),
        ("observed_expected_high", pa.float64()),
        ("auc", pa.float64()),
        ("auc_low", pa.float64()),
        ("auc_high", pa.float64()),
        ("gini", pa.float64()),
        ("ks", pa.float64()),
    ]
)
BANDS_SCHEMA = pa.schema(
    [
        *_KEY,
        ("band", pa.string()),
        ("pd_from", pa.float64()),
        ("pd_below", pa.float64()),
        ("rows", pa.int64()),
        ("bads", pa.int64()),
        ("mean_pd", pa.float64()),
        ("bad_rate", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("observed_expected", pa.float64()),
        ("observed_expected_low", pa.float64()),
        ("observed_expected_high", pa.float64()),
        ("z", pa.float64()),
    ]
)
CUT_OFFS_SCHEMA = pa.schema(
    [
        *_KEY,
        ("cut_off_no", pa.int32()),
        ("cut_off", pa.float64()),
        ("score", pa.float64()),
        ("is_cheapest", pa.bool_()),
        ("approved_rows", pa.int64()),
        ("approved_bads", pa.int64()),
        ("approval_rate", pa.float64()),
        ("bad_rate", pa.float64()),
        ("mean_pd", pa.float64()),
        ("declined_bad_share", pa.float64()),
        ("declined_bad_rate", pa.float64()),
        ("cost_a_row", pa.float64()),
        ("approved_exposure", pa.float64()),
        ("expected_loss", pa.float64()),
        ("expected_loss_rate", pa.float64()),
    ]
)
CANDIDATES_SCHEMA = pa.schema(
    [
        ("candidate", pa.string()),
        ("can_be_champion", pa.bool_()),
        ("auc", pa.float64()),
        ("calibration_method", pa.string()),
        ("direction_violations", pa.string()),
        ("note", pa.string()),
    ]
)
CHECKS_SCHEMA = pa.schema(
    [
        ("check_name", pa.string()),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("asked", pa.string()),
        ("is_passed", pa.bool_()),
    ]
)
SCORECARD_SCHEMA = pa.schema(
    [
        ("candidate", pa.string()),
        ("feature", pa.string()),
        ("attribute_no", pa.int32()),
        ("attribute", pa.string()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("rows", pa.int64()),
        ("bads", pa.int64()),
        ("bad_rate", pa.float64()),
        ("weight_of_evidence", pa.float64()),
        ("information_value", pa.float64()),
        ("points", pa.int32()),
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
    months: pa.Table
    bands: pa.Table
    cut_offs: pa.Table
    importances: pa.Table
    trials: pa.Table
    scorecard: pa.Table
    inputs: pa.Table
    challenge: Challenge | None = None

    @property
    def candidate_table(self) -> pa.Table:
        """One row a candidate, also of those that could not be built."""
        rows = [
            {
                "candidate": one.name,
                "can_be_champion": one.can_be_champion,
                "auc": one.auc,
                "calibration_method": one.calibration_method,
                "direction_violations": ", ".join(one.direction_violations) or None,
                "note": one.note or None,
            }
            for one in self.candidates
        ]
        return pa.Table.from_pylist(rows, schema=CANDIDATES_SCHEMA)

    @property
    def check_table(self) -> pa.Table:
        """One row a check of the challenge; empty where there was none."""
        checks = () if self.challenge is None else self.challenge.checks
        rows = [
            {
                "check_name": check.name,
                "value": check.value,
                "low": check.low,
                "high": check.high,
                "asked": check.asked,
                "is_passed": check.is_passed,
            }
            for check in checks
        ]
        return pa.Table.from_pylist(rows, schema=CHECKS_SCHEMA)
