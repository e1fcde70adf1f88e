"""All features side by side: the table that is searched with the entries, and every statistic."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from reports import formats as f
from reports.data_quality.context import DataQualityContext
from reports.data_quality.rows import PREFIX, BinRow, FeatureRow, ProfileRow
from reports.data_quality.sections.feature_entry import entry, entry_key
from reports.data_quality.wording import POPULATIONS
from reports.page import Cell, Column, Findable, Handle, Table, columns, handles
from reports.pen import Pen
from reports.scales import as_float

_FEATURES = f"reports.{PREFIX}features"
_PROFILES = f"reports.{PREFIX}feature_profiles"

Profiles = dict[str, ProfileRow]
"""A feature's profiles by population."""

_NO_ROWS = "no row that could have it"
_NO_LABELS = "no labels"
_NO_NUMBER = "no number, or no row"
_STATISTICS = (
    ("Mean", "mean"),
    ("Deviation", "standard_deviation"),
    ("Minimum", "minimum"),
    ("1%", "p1"),
    ("5%", "p5"),
    ("25%", "p25"),
    ("Median", "median"),
    ("75%", "p75"),
    ("95%", "p95"),
    ("99%", "p99"),
    ("Maximum", "maximum"),
)


def catalogue(context: DataQualityContext, pen: Pen) -> Findable:
    """Every feature as a line and as an entry, found by its name, family or what it says."""
    profiles: dict[str, Profiles] = {row.feature: {} for row in context.features}
    for profile in context.feature_profiles:
        profiles.setdefault(profile.feature, {})[profile.population] = profile
    bins: dict[str, list[BinRow]] = {row.feature: [] for row in context.features}
    for part in context.feature_bins:
        bins.setdefault(part.feature, []).append(part)
    found, orders = _found(context.features, profiles)
    return Findable(
        key="find-features",
        noun="features",
        groups=tuple(dict.fromkeys(row.feature_group for row in context.features)),
        orders=orders,
        table=_table(context, profiles, found, pen),
        entries=tuple(
            entry(row, profiles[row.feature], bins[row.feature], handle, pen)
            for row, handle in zip(context.features, found, strict=True)
        ),
    )


def _found(
    features: tuple[FeatureRow, ...], profiles: dict[str, Profiles]
) -> tuple[tuple[Handle, ...], tuple[str, ...]]:
    """Handles of the features, and the names of the orders."""

    def of_either(read: Callable[[ProfileRow], Decimal | int | None]) -> list[float | None]:
        """The greater figure of the two populations."""
        return [
            max(
                (
                    float(value)
                    for value in map(read, profiles[row.feature].values())
                    if value is not None
                ),
                default=None,
            )
            for row in features
        ]

    orders: dict[str, list[float | None]] = {
        "information value": of_either(lambda row: row.information_value),
        "share missing": [as_float(row.missing_ratio) for row in features],
        "change in missing": [
            None if row.missing_change is None else float(abs(row.missing_change))
            for row in features
        ],
        "outliers by z-score": of_either(lambda row: row.z_outlier_ratio),
        "outliers by quartiles": of_either(lambda row: row.quartile_outlier_ratio),
        "out of bounds": [as_float(row.out_of_bounds_ratio) for row in features],
        "reversals": of_either(lambda row: row.reversal_count),
    }
    names = [
        (f"{row.number} {row.feature} {row.description} {row.feature_group}", row.feature_group)
        for row in features
    ]
    return handles(names, list(orders.values())), ("number", *orders)


def _table(
    context: DataQualityContext,
    profiles: dict[str, Profiles],
    found: tuple[Handle, ...],
    pen: Pen,
) -> Table:
    """One line a feature: outliers are of open loans, else of applications."""
    body = []
    for row in context.features:
        of = profiles[row.feature]
        first = of.get("behaviour") or of.get("application")
        body.append(
            (
                Cell(str(row.number), row.number),
                Cell(row.feature, row.feature, href=entry_key(row)),
                Cell(row.feature_group, row.feature_group),
                Cell(
                    f.percent(row.missing_ratio, 1, sign=""),
                    row.missing_ratio,
                    _NO_ROWS,
                    bar=as_float(row.missing_ratio),
                ),
                pen.change_share(row.missing_change, "nothing to compare with"),
                pen.share(first.z_outlier_ratio if first else None, 1, _NO_NUMBER),
                pen.share(first.quartile_outlier_ratio if first else None, 1, _NO_NUMBER),
                pen.share(row.out_of_bounds_ratio, 2, "no bounds, or no row"),
                *(
                    pen.figure(of[name].information_value, 3, _NO_LABELS)
                    if name in of
                    else Cell(f.NOTHING, None, _NO_LABELS)
                    for name in POPULATIONS
                ),
            )
        )
    return pen.table(
        "feature-table",
        "The features tonight",
        columns(
            Column("No"),
            "Feature",
            "Family",
            Column("Missing", "%"),
            Column("Night before", "points"),
            Column("Outliers by z", "%"),
            Column("by quartiles", "%"),
            Column("Out of bounds", "%"),
            Column("Information value, loans"),
            Column("applications"),
        ),
        body,
        note=(
            "A feature's name leads to its entry below; in its bad rates a step is the closest "
            "monotone rate, a hair the 95% interval. Outliers are of open loans."
        ),
        source=pen.source(_FEATURES, _PROFILES),
        handles=found,
    )


def statistics(context: DataQualityContext, pen: Pen) -> Table:
    """Every statistic of every feature, behind a click and in the CSV."""
    grouping = pen.money.grouping
    body = [
        (
            Cell(row.feature, row.feature),
            Cell(POPULATIONS.get(row.population, row.population), row.population),
            pen.count(row.row_count, _NO_ROWS),
            pen.share(row.missing_ratio, 2, _NO_ROWS),
            *(
                Cell(
                    f.significant(getattr(row, name), grouping),
                    getattr(row, name),
                    _NO_NUMBER,
                )
                for _, name in _STATISTICS
            ),
            pen.count(row.z_outlier_count, _NO_NUMBER),
            pen.count(row.quartile_outlier_count, _NO_NUMBER),
            pen.figure(row.information_value, 4, _NO_LABELS),
        )
        for row in context.feature_profiles
    ]
    return pen.table(
        "feature-statistics",
        "Every statistic of every feature",
        columns(
            "Feature",
            "Rows of",
            Column("Rows"),
            Column("Missing", "%"),
            *(Column(head) for head, _ in _STATISTICS),
            Column("Outliers by z"),
            Column("by quartiles"),
            Column("Information value"),
        ),
        (),
        rest=body,
        rest_label=f"{f.counted(len(body), 'line')}",
        source=pen.source(_PROFILES),
        empty="No row of this date has features, and there are no labels.",
    )
