"""What the data quality report reads: one row type for each of its relations.

The field names are the relation's columns; what they mean stands in the relation's own comments.
Shares are fractions, ages are days, null means that there is nothing to divide by or to compare.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from reports.headlines import HeadlinePoint, HeadlineRow

PREFIX: Final = "rpt_data_quality__"


@dataclass(frozen=True, slots=True)
class RunRow:
    """The night: what it is about and what it is compared with."""

    as_of_date: date
    previous_on: date | None
    week_before_on: date | None
    run_id: str
    connector: str
    currency: str
    quarantine_limit: float
    record_cutoff_hours: int
    label_window_months: int
    labelled_on: date | None


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One figure that gets a look or fails."""

    position: int
    check_group: str
    table_name: str
    item: str
    value: float | None
    base_count: int | None
    previous_on: date | None
    previous_value: float | None
    status: str
    note: str | None


@dataclass(frozen=True, slots=True)
class RawTableRow:
    """One raw table: what became of its rows, and how many there were before."""

    table_name: str
    position: int
    files_in: int
    rows_in: int
    rows_quarantined: int
    rows_collapsed: int
    rows_kept: int
    rows_orphaned: int | None
    previous_rows_in: int | None
    change_ratio: Decimal | None
    week_before_rows_in: int | None
    week_change_ratio: Decimal | None
    status: str


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """One example of the rows set aside under one rule, with the rule's counts."""

    table_name: str
    rule: str
    example_no: int
    row_count: int
    previous_row_count: int | None
    source_file: str | None
    source_row: int | None
    row_key: str | None
    detail: str | None


@dataclass(frozen=True, slots=True)
class LateRow:
    """One kind of entry: how many were recorded after the cutoff of their own day."""

    table_name: str
    position: int
    item: str
    timed_count: int
    late_count: int
    late_ratio: Decimal | None
    newly_late_count: int | None
    note: str | None
    status: str


@dataclass(frozen=True, slots=True)
class FreshnessRow:
    """One table's newest day or record, and its age."""

    table_name: str
    position: int
    item: str
    latest_at: datetime
    age_days: int
    limit_days: float | None
    status: str


@dataclass(frozen=True, slots=True)
class MissingRow:
    """One column of the raw contract: the share of rows in which it is empty."""

    table_name: str
    position: int
    column_name: str
    is_supplied: bool
    row_count: int
    missing_ratio: Decimal | None
    change: Decimal | None
    week_change: Decimal | None
    status: str


@dataclass(frozen=True, slots=True)
class MissingPoint:
    """One column's share of empty rows on one published date."""

    table_name: str
    column_name: str
    observed_on: date
    missing_ratio: Decimal | None


@dataclass(frozen=True, slots=True)
class FeatureRow:
    """One feature of the catalogue, and how much of it is missing tonight."""

    number: int
    feature: str
    description: str
    feature_group: str
    dtype: str
    unit: str
    available: str
    monotone: int
    lowest: float | None
    highest: float | None
    row_count: int | None
    missing_ratio: Decimal | None
    missing_change: Decimal | None
    missing_status: str | None
    out_of_bounds_ratio: Decimal | None


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One feature in one population: how it lies tonight, and what the labels say of it."""

    feature: str
    population: str
    row_count: int | None
    missing_ratio: Decimal | None
    mean: float | None
    standard_deviation: float | None
    minimum: float | None
    p1: float | None
    p5: float | None
    p25: float | None
    median: float | None
    p75: float | None
    p95: float | None
    p99: float | None
    maximum: float | None
    z_outlier_count: int | None
    z_outlier_ratio: Decimal | None
    quartile_outlier_count: int | None
    quartile_outlier_ratio: Decimal | None
    labelled_count: int | None
    bad_count: int | None
    information_value: Decimal | None
    strength: str | None
    direction: int | None
    observed_direction: int | None
    reversal_count: int | None


@dataclass(frozen=True, slots=True)
class BinRow:
    """One bin of one feature in one population: rows tonight, goods and bads of the labels."""

    feature: str
    population: str
    bin: int
    is_missing: bool
    from_value: float | None
    to_value: float | None
    category: str | None
    row_count: int | None
    row_ratio: Decimal | None
    good_count: int | None
    bad_count: int | None
    bad_rate: Decimal | None
    bad_rate_low: Decimal | None
    bad_rate_high: Decimal | None
    monotone_bad_rate: Decimal | None
    weight_of_evidence: Decimal | None
    information_value: Decimal | None


RELATIONS: Final[dict[str, type]] = {
    f"{PREFIX}run": RunRow,
    f"{PREFIX}headlines": HeadlineRow,
    f"{PREFIX}headline_history": HeadlinePoint,
    f"{PREFIX}findings": FindingRow,
    f"{PREFIX}raw_tables": RawTableRow,
    f"{PREFIX}quarantine": QuarantineRow,
    f"{PREFIX}late": LateRow,
    f"{PREFIX}freshness": FreshnessRow,
    f"{PREFIX}missing": MissingRow,
    f"{PREFIX}missing_history": MissingPoint,
    f"{PREFIX}features": FeatureRow,
    f"{PREFIX}feature_profiles": ProfileRow,
    f"{PREFIX}feature_bins": BinRow,
}
"""Relation name (schema `reports`) to the row type read from it: what the caller must hand over."""
