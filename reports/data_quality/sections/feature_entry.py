"""One feature: its figures, its distribution, its bad rate by bin, and the bins as data."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reports import formats as f
from reports.charts.bins import Axis, Rate, Share, bad_rates, histogram
from reports.data_quality.rows import BinRow, FeatureRow, ProfileRow
from reports.data_quality.wording import (
    DIRECTIONS,
    POPULATIONS,
    WHOLE_NUMBERS,
    bin_name,
)
from reports.formats import Grouping
from reports.page import Cell, Column, Entry, Handle, Picture, Table, columns
from reports.pen import Pen
from reports.scales import as_float

_FEWEST = 30
"""Fewer rows than this of a second population are told and not drawn: one loan would be a peak."""


def entry(
    feature: FeatureRow,
    profiles: dict[str, ProfileRow],
    bins: Sequence[BinRow],
    handle: Handle,
    pen: Pen,
) -> Entry:
    """The entry of one feature; `bins` are of both populations, those of one in their order."""
    by_population = {
        name: rows
        for name in POPULATIONS
        if (rows := [row for row in bins if row.population == name])
    }
    return Entry(
        key=entry_key(feature),
        number=str(feature.number),
        title=feature.feature,
        group=feature.feature_group,
        text=f"{feature.description} Unit: {feature.unit}.{_bounds(feature, pen)}",
        figures=_figures(feature, profiles, pen),
        pictures=(
            _distribution(feature, by_population, pen),
            _bad_rate(feature, profiles, by_population, pen),
        ),
        data=_data(feature, by_population, pen),
        handle=handle,
    )


def entry_key(feature: FeatureRow) -> str:
    """Where the feature's entry stands on the page."""
    return f"feature-{feature.feature.replace('_', '-')}"


def _bounds(feature: FeatureRow, pen: Pen) -> str:
    if feature.lowest is None and feature.highest is None:
        return ""
    low, high = (
        f.significant(edge, pen.money.grouping) for edge in (feature.lowest, feature.highest)
    )
    if feature.highest is None:
        return f" Bounds: {low} and above."
    return f" Bounds: up to {high}." if feature.lowest is None else f" Bounds: {low} to {high}."


def _figures(feature: FeatureRow, profiles: dict[str, ProfileRow], pen: Pen) -> Table:
    """Few lines, a column for each population that has the feature."""
    names = [name for name in POPULATIONS if name in profiles]
    rows = [profiles[name] for name in names]

    def number(value: float | None) -> str:
        return f.significant(value, pen.money.grouping)

    lines: list[tuple[str, list[str]]] = [
        ("Rows", [pen.count(row.row_count).text for row in rows]),
        ("Missing", [f.percent(row.missing_ratio, 1) for row in rows]),
    ]
    if feature.dtype != "category":
        lines += [
            ("Mean", [number(row.mean) for row in rows]),
            ("Deviation", [number(row.standard_deviation) for row in rows]),
            ("Lowest", [number(row.minimum) for row in rows]),
            ("5%", [number(row.p5) for row in rows]),
            ("Median", [number(row.median) for row in rows]),
            ("95%", [number(row.p95) for row in rows]),
            ("Highest", [number(row.maximum) for row in rows]),
            ("Outliers by z", [f.percent(row.z_outlier_ratio, 1) for row in rows]),
            ("Outliers by quartiles", [f.percent(row.quartile_outlier_ratio, 1) for row in rows]),
        ]
    lines.append(("Information value", [_evidence(row) for row in rows]))
    return pen.table(
        f"{entry_key(feature)}-figures",
        f"{feature.feature} in figures",
        columns("", *(Column(POPULATIONS[name]) for name in names)),
        [
            (Cell(name, name), *(Cell(text, text) for text in texts))
            for name, texts in lines
            if names
        ],
    )


def _evidence(row: ProfileRow) -> str:
    if row.information_value is None:
        return f.NOTHING
    return f.decimal_text(row.information_value, 3)


def _axis(
    feature: FeatureRow, bins: Sequence[BinRow], grouping: Grouping, *, missing: bool
) -> Axis:
    """Names where every bin is one value, edges between the bins elsewhere."""
    ordered = [row for row in bins if not row.is_missing]
    named = "none" if missing else ""
    if feature.dtype == "category":
        # codes are long: their numbers stand under the bars, their names in the data
        return Axis(names=tuple(str(row.bin) for row in ordered), missing=named)
    is_single = feature.dtype in WHOLE_NUMBERS and all(
        row.to_value - row.from_value == 1
        for row in ordered
        if row.from_value is not None and row.to_value is not None
    )
    if is_single:
        names = [bin_name(row, feature, grouping) for row in ordered]
        return Axis(names=tuple(name.replace(" and more", "+") for name in names), missing=named)
    edges = [row.from_value for row in ordered if row.from_value is not None]
    return Axis(edges=tuple(f.short_number(edge, grouping) for edge in edges), missing=named)


def _has_missing(groups: Sequence[Sequence[BinRow]]) -> bool:
    return any(
        row.is_missing and (row.row_count or row.good_count or row.bad_count)
        for group in groups
        for row in group
    )


def _distribution(feature: FeatureRow, groups: dict[str, list[BinRow]], pen: Pen) -> Picture:
    key = f"{entry_key(feature)}-rows"
    counted = {name: rows for name, rows in groups.items() if any(row.row_count for row in rows)}
    if not counted:
        return Picture(
            key=key,
            title="No row of this date could have it",
            what="",
            empty="Open loans or undecided applications would fill this picture.",
        )
    first, *others = counted
    marked = [name for name in others if _rows(counted[name]) >= _FEWEST]
    missing = _has_missing(list(groups.values()))
    shares = [
        Share(as_float(main.row_ratio), None if other is None else as_float(other.row_ratio))
        for main, other in _paired(counted[first], counted[marked[0]] if marked else None)
        if missing or not main.is_missing
    ]
    grouping = pen.money.grouping
    what = f"Share of {POPULATIONS[first].lower()} by bin, %"
    return Picture(
        key=key,
        title=_distribution_title(feature, counted[first], grouping),
        what=f"{what}; marks: {POPULATIONS[marked[0]].lower()}" if marked else what,
        description="; ".join(
            f"{bin_name(row, feature, grouping)}: {f.percent(row.row_ratio, 1)}"
            for row in counted[first]
            if row.row_count
        ),
        chart="histogram",
        geometry=histogram(
            _axis(feature, counted[first], grouping, missing=missing), shares, _tick
        ),
    )


def _rows(bins: Sequence[BinRow]) -> int:
    return sum(row.row_count or 0 for row in bins)


def _tick(share: float, decimals: int) -> str:
    """A share on an axis of percent, which takes two decimals fewer."""
    return f.percent(share, max(decimals - 2, 0), sign="")


def _distribution_title(feature: FeatureRow, bins: Sequence[BinRow], grouping: Grouping) -> str:
    fullest = max(bins, key=lambda row: (row.row_ratio or Decimal(0), -row.bin))
    ratio = f.percent(fullest.row_ratio, 0)
    if fullest.is_missing:
        return f"Missing in {ratio} of rows"
    return f"Most, {ratio}: {bin_name(fullest, feature, grouping)}"


def _paired(
    bins: Sequence[BinRow], others: Sequence[BinRow] | None
) -> list[tuple[BinRow, BinRow | None]]:
    """Each bin with the same bin of another population, where there is one."""
    if others is None:
        return [(row, None) for row in bins]
    return list(zip(bins, others, strict=True))


def _bad_rate(
    feature: FeatureRow,
    profiles: dict[str, ProfileRow],
    groups: dict[str, list[BinRow]],
    pen: Pen,
) -> Picture:
    key = f"{entry_key(feature)}-bads"
    labelled = {
        name: rows for name, rows in groups.items() if any(row.bad_rate is not None for row in rows)
    }
    if not labelled:
        return Picture(
            key=key,
            title="No labels",
            what="",
            empty="Settled labels would fill this picture: the first training makes them.",
        )
    missing = _has_missing(list(groups.values()))
    first = next(iter(labelled))
    shapes = zip(("dots", "diamonds"), labelled, strict=False)
    shown = ", ".join(f"{shape}: {POPULATIONS[name].lower()}" for shape, name in shapes)
    grouping = pen.money.grouping
    return Picture(
        key=key,
        title=_bad_rate_title(profiles[first], labelled[first]),
        what=f"Bad rate by bin, %; {shown}",
        description="; ".join(
            f"{bin_name(row, feature, grouping)}: {f.percent(row.bad_rate, 1)}"
            for row in labelled[first]
            if row.bad_rate is not None
        ),
        chart="bad_rates",
        geometry=bad_rates(
            _axis(feature, labelled[first], grouping, missing=missing),
            [
                [
                    Rate(
                        as_float(row.bad_rate),
                        as_float(row.bad_rate_low),
                        as_float(row.bad_rate_high),
                        as_float(row.monotone_bad_rate),
                    )
                    for row in rows
                    if missing or not row.is_missing
                ]
                for rows in labelled.values()
            ],
            _tick,
        ),
    )


def _bad_rate_title(profile: ProfileRow, bins: Sequence[BinRow]) -> str:
    """Which way it runs, by how much, and whether it turns; of codes how far apart they are."""
    runs = [row.monotone_bad_rate for row in bins if row.monotone_bad_rate is not None]
    if profile.observed_direction is None or profile.direction is None or not runs:
        rates = [row.bad_rate for row in bins if row.bad_rate is not None and not row.is_missing]
        if not rates:
            return "Labelled rows lack it"
        return f"Bad rate {f.percent(min(rates), 1)} to {f.percent(max(rates), 1)}"
    turns = profile.reversal_count or 0
    turned = f", {f.counted(turns, 'reversal')}" if turns else ""
    if profile.observed_direction == -profile.direction:
        return f"Bad rate {DIRECTIONS[profile.observed_direction]} against its direction{turned}"
    first, last = (f.percent(rate, 1) for rate in (runs[0], runs[-1]))
    if first == last:
        return f"Bad rate stays at {first}{turned}"
    return f"Bad rate {DIRECTIONS[profile.direction]} from {first} to {last}{turned}"


def _data(feature: FeatureRow, groups: dict[str, list[BinRow]], pen: Pen) -> Table:
    """The bins of both populations, exact in the CSV."""
    nothing = "no labelled row"
    return pen.table(
        entry_key(feature),
        f"The bins of {feature.feature}",
        columns(
            "Rows of",
            "Bin",
            Column("Rows"),
            Column("Share", "%"),
            Column("Goods"),
            Column("Bads"),
            Column("Bad rate", "%"),
            Column("95% interval", "%"),
            Column("Monotone", "%"),
            Column("Weight of evidence"),
            Column("Information value"),
        ),
        [
            (
                Cell(POPULATIONS[name], name),
                pen.words(bin_name(row, feature, pen.money.grouping)),
                pen.count(row.row_count, "no row of this date"),
                pen.share(row.row_ratio, 1, "no row of this date"),
                pen.count(row.good_count, nothing),
                pen.count(row.bad_count, nothing),
                pen.share(row.bad_rate, 2, nothing),
                _interval(row),
                pen.share(row.monotone_bad_rate, 2, "no order, or no labelled row"),
                pen.figure(row.weight_of_evidence, 3, nothing),
                pen.figure(row.information_value, 4, nothing),
            )
            for name, rows in groups.items()
            for row in rows
        ],
    )


def _interval(row: BinRow) -> Cell:
    if row.bad_rate_low is None or row.bad_rate_high is None:
        return Cell(f.NOTHING, None, "no labelled row")
    low, high = (f.percent(end, 1, sign="") for end in (row.bad_rate_low, row.bad_rate_high))
    return Cell(f"{low}\u2013{high}", f"{row.bad_rate_low:f} to {row.bad_rate_high:f}")
