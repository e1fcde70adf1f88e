"""The words of this report: headline figures, groups of checks, bins and populations."""

from __future__ import annotations

from typing import Final

from reports import formats as f
from reports.data_quality.rows import BinRow, FeatureRow, FindingRow
from reports.formats import Grouping
from reports.headlines import FigureWords

FIGURES: Final[dict[str, FigureWords]] = {
    "rows_read": FigureWords(
        "Rows read", "rows read", "Rows of all raw tables in the files that the run read."
    ),
    "quarantined_ratio": FigureWords(
        "In quarantine",
        "the share in quarantine",
        "Rows of which at least a part was put aside for breaking a rule, over rows read.",
        3,
    ),
    "late_ratio": FigureWords(
        "Recorded late",
        "the share recorded late",
        "Receipts, statuses, dues, bureau pulls and versions of loans that were recorded after the "
        "cutoff of the day they speak about, over all that have both times; known on the date.",
    ),
    "oldest_record_days": FigureWords(
        "Oldest table",
        "the age of the oldest table",
        "Days since the newest record of the table whose newest record is oldest.",
    ),
    "missing_ratio": FigureWords(
        "Cells empty",
        "the share of empty cells",
        "Empty cells over all cells of the columns that the source supplies; a column of dues, "
        "receipts or statuses is looked for only in rows that have one.",
    ),
    "empty_features": FigureWords(
        "Empty features",
        "empty features",
        "Features that no row of the date has, for want of columns.",
    ),
    "looks": FigureWords(
        "To look at",
        "figures to look at",
        "Figures of monitoring.data_quality that crossed the first limit of the seed "
        "data_quality_limits, or say by themselves that something was put aside or is empty.",
    ),
    "fails": FigureWords(
        "Failing", "failing figures", "Figures that crossed the second limit of that seed."
    ),
}

DEFINITIONS: Final[tuple[tuple[str, str], ...]] = (
    (
        "Late",
        (
            "Recorded after the cutoff of the day that a row speaks about: the day's midnight and "
            "the hours of the setting record_cutoff_hours."
        ),
    ),
    (
        "Outlier by z-score",
        "More than three standard deviations from the mean. Counted, never dropped.",
    ),
    (
        "Outlier by quartiles",
        (
            "Below the lower quartile or above the upper by more than 1.5 times their distance. "
            "Where the quartiles are equal, every other value is one."
        ),
    ),
    (
        "Out of bounds",
        "Outside what the catalogue says is possible. Flagged, and kept as it is.",
    ),
    (
        "Bad rate",
        "Share of the labelled rows of a bin that turned bad, with its 95% Wilson interval.",
    ),
    (
        "Monotone bad rate",
        (
            "The closest rates (by squares, weighted by rows) that never turn against the "
            "direction that the catalogue states or, where it states none, that is seen."
        ),
    ),
    (
        "Reversal",
        (
            "A bin whose bad rate lies against the direction of its neighbour's by more than two "
            "standard errors."
        ),
    ),
    (
        "Weight of evidence",
        (
            "ln of a bin's share of the goods over its share of the bads. Half a row is added to "
            "each class in each bin that has rows; what is missing is a bin of its own."
        ),
    ),
    (
        "Information value",
        (
            "Sum over the bins of the difference of the two shares times the weight of evidence: "
            "below 0.02 none, to 0.1 weak, to 0.3 medium, to 0.5 strong, above very strong."
        ),
    ),
)

POPULATIONS: Final = {"behaviour": "Open loans", "application": "Applications"}
WHOLE_NUMBERS: Final = frozenset({"int", "ordinal", "bool"})
DIRECTIONS: Final = {1: "rises", -1: "falls"}

_SHARES: Final = frozenset({"missing", "feature", "bounds"})


def finding_words(row: FindingRow) -> str:
    """What a finding is about."""
    words = {
        "missing": f"{row.item} is empty",
        "column": f"{row.item} is not supplied",
        "feature": f"{row.item} is missing",
        "bounds": f"{row.item} is out of bounds",
        "freshness": f"age of the {row.item}, days",
    }
    return words.get(row.check_group, row.item)


def finding_value(row: FindingRow, value: float | None, grouping: Grouping) -> str:
    """A finding's figure in its unit."""
    if value is None:
        return f.NOTHING
    if row.check_group in _SHARES or row.item.startswith("share "):
        return f.percent(value)
    return f.grouped(value, 0, grouping)


def bin_name(row: BinRow, feature: FeatureRow, grouping: Grouping) -> str:
    """A bin in words: Missing, 25 to below 30, 13 to 24, 6 and more, yes."""
    if row.is_missing:
        return "Missing"
    if row.category is not None:
        return row.category.replace("_", " ")
    if feature.dtype == "bool":
        return "no" if row.from_value is None else "yes"
    if feature.dtype in WHOLE_NUMBERS:
        return _whole_bin(row, feature, grouping)
    low, high = (
        None if edge is None else f.significant(edge, grouping)
        for edge in (row.from_value, row.to_value)
    )
    if low is None:
        return f"below {high}"
    return f"{low} and above" if high is None else f"{low} to below {high}"


def _whole_bin(row: BinRow, feature: FeatureRow, grouping: Grouping) -> str:
    """A bin of whole numbers names the first and the last of them."""
    first = feature.lowest if row.from_value is None else row.from_value
    last = feature.highest if row.to_value is None else row.to_value - 1
    first_text, last_text = (
        None if edge is None else f.significant(edge, grouping) for edge in (first, last)
    )
    if first_text is None:
        return f"up to {last_text}"
    if last_text is None:
        return f"{first_text} and more"
    return first_text if first == last else f"{first_text} to {last_text}"
