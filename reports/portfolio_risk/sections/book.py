"""What the book is made of: buckets over the months, product, region, ticket size, score band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from reports import formats as f
from reports.charts.stack import Band, stack
from reports.charts.trend import Series, trend
from reports.page import Cell, Picture, Pictures, Section, Table, columns
from reports.pen import Pen
from reports.portfolio_risk.context import PortfolioRiskContext
from reports.portfolio_risk.rows import PREFIX, BucketPoint, SegmentRow
from reports.portfolio_risk.sections.segment_picture import name_of, segment_picture
from reports.portfolio_risk.wording import CLASS_NAMES

_SEGMENTS = f"reports.{PREFIX}segments"
_BUCKETS = f"reports.{PREFIX}bucket_history"
_HISTORY = f"reports.{PREFIX}headline_history"
_SHADES = {"STANDARD": 1, "SMA-0": 2, "SMA-1": 3, "SMA-2": 4, "NPA": 5}


def book(context: PortfolioRiskContext, pen: Pen) -> Section:
    """The book by bucket over thirteen months and by segment tonight."""
    by_dimension = {
        dimension: list(rows)
        for dimension, rows in groupby(context.segments, key=lambda row: row.dimension)
    }
    average = next(
        (row.value for row in context.headlines if row.figure == "gross_npa_ratio"), None
    )
    charts = [
        segment_picture(dimension, by_dimension.get(dimension, []), average, pen)
        for dimension in ("product", "region", "ticket")
    ]
    return Section(
        key="book",
        title="The book",
        lead=_lead(by_dimension, pen),
        blocks=(Pictures((_buckets(context.bucket_history, pen), *charts, _size(context, pen))),),
        sources=pen.source(
            _BUCKETS, _SEGMENTS, "marts.portfolio_monthly", "marts.portfolio_by_segment"
        ),
    )


def _lead(by_dimension: dict[str, list[SegmentRow]], pen: Pen) -> str:
    products = [row for row in by_dimension.get("product", []) if row.outstanding > 0]
    if not products:
        return (
            "There is no outstanding to divide: open loans with principal outstanding "
            "would fill this section."
        )
    largest = max(products, key=lambda row: row.outstanding)
    if len(products) == 1 and not largest.is_rest:
        opening = f"The whole book is one product, {name_of(largest, pen)}"
    else:
        share = f.percent(largest.outstanding_share, 1)
        opening = f"The largest product is {name_of(largest, pen)} with {share} of advances"
    known = [
        row
        for row in by_dimension.get("region", [])
        if row.outstanding > 0 and not row.is_rest and row.segment is not None
    ]
    if not known:
        return f"{opening}; no borrower's region is known."
    top = max(known, key=lambda row: row.outstanding)
    share = f.percent(top.outstanding_share, 1)
    return f"{opening}; the largest region is {name_of(top, pen)} with {share}."


def _size(context: PortfolioRiskContext, pen: Pen) -> Picture:
    points = [
        (point.observed_on, point.value)
        for point in context.headline_history
        if point.figure == "gross_advances" and point.value is not None
    ]
    advances = next(row for row in context.headlines if row.figure == "gross_advances")
    if not points or not advances.value:
        return Picture(
            key="advances",
            title="Gross advances: nothing to show",
            what="",
            empty="No open loan has principal outstanding tonight. Disbursed loans would.",
            source=pen.source(_HISTORY),
        )
    days = [day for day, _ in points]
    (first_day, first), (_, last) = points[0], points[-1]
    since = f"{first_day:%B} {first_day.year}"
    if len(points) == 1:
        title = f"Advances of {pen.money.words(last)}"
    else:
        verb = "grew" if last > first else "shrank" if last < first else "stayed"
        title = f"Advances {verb} from {pen.money.words(first)} in {since}"
    return Picture(
        key="advances",
        title=title,
        what=f"Gross advances, {pen.money.head}; the axis does not start at zero",
        description="; ".join(
            f"{f.month_tick(day)} {pen.money.words(value)}" for day, value in points
        ),
        chart="trend",
        geometry=trend(
            days,
            [Series("", tuple(pen.money.scaled(value) for _, value in points))],
            label=lambda amount, decimals: f.grouped(amount, decimals, pen.money.grouping),
            end_label=lambda amount: f.grouped(amount, pen.money.decimals, pen.money.grouping),
            label_room=66,
            tick_room=48,
            from_zero=False,
        ),
        data=pen.table(
            "advances",
            "Gross advances over the months",
            columns("Day", pen.money_column("Gross advances")),
            [(Cell(f.short_date(day), day), pen.amount(value)) for day, value in points],
        ),
        source=pen.source(_HISTORY),
    )


def _buckets(points: tuple[BucketPoint, ...], pen: Pen) -> Picture:
    days = sorted({point.observed_on for point in points if point.outstanding_share is not None})
    if not days:
        return Picture(
            key="buckets",
            title="Overdue loans over the months: nothing to show",
            what="",
            empty=("No day of the last thirteen months has advances. Open loans would fill this."),
            source=pen.source(_BUCKETS),
            is_double=True,
        )
    shares = {
        (point.bucket, point.observed_on): float(point.outstanding_share or 0) for point in points
    }
    overdue = {
        point.observed_on: point.this_or_worse_share
        for point in points
        if point.bucket == "SMA-0" and point.this_or_worse_share is not None
    }
    standard = f.percent(shares.get(("STANDARD", days[-1]), 0.0), 1)
    return Picture(
        key="buckets",
        title=_bucket_title(overdue, days),
        what=(
            "Share of gross advances by the borrower's class, %; "
            f"the rest, {standard}, is not overdue"
        ),
        description="Share of advances that is overdue or non-performing: "
        + "; ".join(f"{f.month_tick(day)} {f.percent(overdue.get(day), 1)}" for day in days),
        chart="stack",
        geometry=stack(
            days,
            [
                Band(
                    CLASS_NAMES[bucket],
                    _SHADES[bucket],
                    tuple(max(shares.get((bucket, day), 0.0), 0.0) for day in days),
                )
                for bucket in ("NPA", "SMA-2", "SMA-1", "SMA-0")
            ],
            label=lambda share, decimals: f.percent(share, max(decimals - 2, 0), sign=""),
            end_label=lambda share: f.percent(share, 1),
        ),
        data=_bucket_table(points, days, pen),
        source=pen.source(_BUCKETS),
        is_double=True,
    )


def _bucket_title(overdue: Mapping[date, Decimal], days: Sequence[date]) -> str:
    last = f.percent(overdue.get(days[-1]), 1)
    if len(days) == 1:
        return f"{last} of advances are overdue or non-performing"
    first = f.percent(overdue.get(days[0]), 1)
    since = f"in {days[0]:%B} {days[0].year}"
    if first == last:
        return f"{last} of advances are overdue or non-performing, as {since}"
    is_up = overdue.get(days[-1], Decimal(0)) > overdue.get(days[0], Decimal(0))
    direction = "up" if is_up else "down"
    return f"{last} of advances are overdue or non-performing, {direction} from {first} {since}"


def _bucket_table(points: tuple[BucketPoint, ...], days: Sequence[date], pen: Pen) -> Table:
    by_place = {(point.observed_on, point.bucket): point.outstanding for point in points}
    return pen.table(
        "buckets",
        "Outstanding by the borrower's class over the months",
        columns("Day", *(pen.money_column(CLASS_NAMES[bucket]) for bucket in _SHADES)),
        [
            (
                Cell(f.short_date(day), day),
                *(pen.amount(by_place.get((day, bucket))) for bucket in _SHADES),
            )
            for day in days
        ],
    )
