"""What the portfolio risk report reads: one row type for each of its relations.

The field names are the relation's columns; what they mean stands in the relation's own comments.
Ratios are fractions, money is in the book's currency, null means that there is nothing to divide
by or nothing to compare with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from reports.headlines import HeadlinePoint, HeadlineRow

PREFIX: Final = "rpt_portfolio_risk__"


@dataclass(frozen=True, slots=True)
class RunRow:
    """The night: what it is about and what it is compared with."""

    as_of_date: date
    previous_on: date | None
    run_id: str
    connector: str
    entity: str
    provision_rules: str
    currency: str
    label_window_months: int
    loan_count: int
    borrower_count: int


@dataclass(frozen=True, slots=True)
class AssetClassRow:
    """One of the nine classes; all nine are there, with zeros where nothing stands in them."""

    borrower_class: str
    position: int
    is_npa: bool
    loan_count: int
    borrower_count: int
    outstanding: Decimal
    outstanding_share: Decimal | None
    provision: Decimal
    provision_ratio: Decimal | None
    previous_outstanding: Decimal | None
    outstanding_change: Decimal | None


@dataclass(frozen=True, slots=True)
class BucketPoint:
    """One bucket on one day of the thirteen months."""

    observed_on: date
    bucket: str
    position: int
    loan_count: int
    outstanding: Decimal
    outstanding_share: Decimal | None
    this_or_worse_share: Decimal | None


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """One segment of one dimension, or the many small ones together (`is_rest`)."""

    dimension: str
    position: int
    segment: str | None
    from_amount: Decimal | None
    to_amount: Decimal | None
    is_rest: bool
    segment_count: int
    loan_count: int
    outstanding: Decimal
    outstanding_share: Decimal | None
    gross_npa: Decimal
    gross_npa_ratio: Decimal | None
    overdue_30_plus_ratio: Decimal | None
    mean_pd: float | None
    expected_loss: Decimal | None
    previous_outstanding: Decimal | None
    outstanding_change: Decimal | None


@dataclass(frozen=True, slots=True)
class ScoreBinRow:
    """Tonight's scores: one bin of one population, loans with nothing overdue and overdue ones."""

    population: str
    score_from: int
    score_to: int
    clear_count: int
    overdue_count: int
    clear_share: Decimal | None
    overdue_share: Decimal | None


@dataclass(frozen=True, slots=True)
class ModelRow:
    """The champion of one population, or why there is none (`model_version` null)."""

    population: str
    model_version: str | None
    algorithm: str | None
    trained_as_of_date: date | None
    effective_from: date | None
    training_rows: int | None
    training_bads: int | None
    first_training_date: date | None
    last_training_date: date | None
    label_source: str | None
    validation: str | None
    promoted_reason: str | None
    absent_reason: str | None
    due_count: int
    scored_count: int
    scored_ratio: Decimal | None


@dataclass(frozen=True, slots=True)
class ModelMetricRow:
    """One measure of one candidate on one sample, with its interval."""

    population: str
    candidate: str
    is_champion: bool
    metric: str
    sample: str
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class RocPoint:
    """One cut-off of the champion; `is_ks` marks the widest gap."""

    population: str
    sample: str
    position: int
    false_positive_rate: float
    true_positive_rate: float
    is_ks: bool


@dataclass(frozen=True, slots=True)
class ReliabilityRow:
    """One bin of predicted PD against what happened, with its Wilson interval."""

    population: str
    sample: str
    bin: int
    loan_count: int
    mean_pd: float
    bad_rate: float
    bad_rate_low: float
    bad_rate_high: float


@dataclass(frozen=True, slots=True)
class GainsRow:
    """One tenth of the validation sample, riskiest first."""

    population: str
    sample: str
    decile: int
    loan_count: int
    bad_count: int
    bad_rate: float | None
    mean_pd: float
    cumulative_bad_share: float | None
    cumulative_good_share: float | None
    lift: float | None


@dataclass(frozen=True, slots=True)
class OutcomeScoreRow:
    """Scores of the validation sample by what became of the loan."""

    population: str
    sample: str
    score_from: int
    score_to: int
    good_share: Decimal | None
    bad_share: Decimal | None


@dataclass(frozen=True, slots=True)
class ImportanceRow:
    """One feature's part in what the champion says, by mean absolute contribution."""

    population: str
    position: int
    feature: str
    description: str
    importance_share: float


@dataclass(frozen=True, slots=True)
class LabelRow:
    """Which label a population was judged by and how often the two sources disagree."""

    population: str
    label_source: str | None
    labelled_count: int
    bad_count: int
    bad_ratio: Decimal | None
    indeterminate_count: int
    excluded_count: int
    compared_count: int
    disagreement_count: int
    disagreement_ratio: Decimal | None


@dataclass(frozen=True, slots=True)
class DataCheckRow:
    """One line of the data-quality table."""

    check_group: str
    position: int
    table_name: str | None
    item: str
    value: float | None
    limit_value: float | None
    status: str
    note: str | None


@dataclass(frozen=True, slots=True)
class RawTableRow:
    """One raw table: rows in, kept, set aside."""

    table_name: str
    position: int
    rows_in: int
    rows_kept: int
    rows_quarantined: int
    quarantined_ratio: Decimal | None


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """Rows set aside under one rule, with one of them as an example."""

    table_name: str
    rule: str
    row_count: int
    example_file: str | None
    example_row: int | None
    example_key: str | None
    example_detail: str | None


RELATIONS: Final[dict[str, type]] = {
    f"{PREFIX}run": RunRow,
    f"{PREFIX}headlines": HeadlineRow,
    f"{PREFIX}headline_history": HeadlinePoint,
    f"{PREFIX}asset_classes": AssetClassRow,
    f"{PREFIX}bucket_history": BucketPoint,
    f"{PREFIX}segments": SegmentRow,
    f"{PREFIX}score_distribution": ScoreBinRow,
    f"{PREFIX}models": ModelRow,
    f"{PREFIX}model_metrics": ModelMetricRow,
    f"{PREFIX}roc": RocPoint,
    f"{PREFIX}reliability": ReliabilityRow,
    f"{PREFIX}gains": GainsRow,
    f"{PREFIX}outcome_scores": OutcomeScoreRow,
    f"{PREFIX}importances": ImportanceRow,
    f"{PREFIX}labels": LabelRow,
    f"{PREFIX}data_checks": DataCheckRow,
    f"{PREFIX}raw_tables": RawTableRow,
    f"{PREFIX}quarantine": QuarantineRow,
}
"""Relation name (schema `reports`) to the row type read from it: what the caller must hand over."""
