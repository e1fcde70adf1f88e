"""One way to cut the book, as a picture: outstanding as bars, a rate as dots."""

from __future__ import annotations

from decimal import Decimal

from reports import formats as f
from reports.charts.segments import Segment, segment_bars
from reports.page import Cell, Column, Picture, Table, columns
from reports.pen import Pen
from reports.portfolio_risk.rows import PREFIX, SegmentRow
from reports.portfolio_risk.wording import DIMENSIONS, segment_name
from reports.scales import as_float

_RELATION = f"reports.{PREFIX}segments"
# Under thirty loans a rate says little, so no title is made of it.
_FEWEST_LOANS = 30


def name_of(row: SegmentRow, pen: Pen) -> str:
    """How the segment reads."""
    if row.from_amount is not None or row.to_amount is not None:
        return pen.between(row.from_amount, row.to_amount)
    return segment_name(
        row.dimension, row.segment, is_rest=row.is_rest, segment_count=row.segment_count
    )


def segment_picture(
    dimension: str, rows: list[SegmentRow], average: Decimal | None, pen: Pen
) -> Picture:
    """Bars of outstanding with a rate as a dot; `average` is the whole book's rate.

    The rate is the gross NPA ratio, but for score bands, where NPAs stand apart, the share at 30
    or more days overdue.
    """
    words = DIMENSIONS[dimension]
    if not any(row.outstanding > 0 for row in rows):
        return Picture(
            key=f"by-{dimension}",
            title=f"By {words.one}: nothing to show",
            what="",
            empty=(
                "No open loan has principal outstanding tonight. "
                f"Loans with a {words.one} would fill this picture."
            ),
            source=pen.source(_RELATION),
        )
    rate_name = "share 30 or more days overdue" if dimension == "score_band" else "gross NPA ratio"
    return Picture(
        key=f"by-{dimension}",
        title=_takeaway(rows, words.one, words.many, pen),
        what=f"Outstanding in {pen.money.head} and {rate_name}; broken line: the whole book",
        description="; ".join(
            f"{name_of(row, pen)}: {pen.money.words(row.outstanding)}, "
            f"{rate_name} {f.percent(_rate(row))}"
            for row in rows
        ),
        chart="segment_bars",
        geometry=segment_bars(
            [
                Segment(
                    name_of(row, pen),
                    max(float(row.outstanding), 0.0),
                    as_float(_rate(row)),
                    row.is_rest or row.segment is None,
                )
                for row in rows
            ],
            as_float(average),
            size_label=pen.money.cell,
            rate_label=lambda rate: f.percent(rate, 1),
            rate_tick=lambda rate, decimals: f.percent(rate, max(decimals - 2, 0)),
        ),
        data=_table(dimension, rows, pen),
        source=pen.source(_RELATION),
    )


def _rate(row: SegmentRow) -> Decimal | None:
    if row.dimension != "score_band":
        return row.gross_npa_ratio
    return None if row.segment == "NPA" else row.overdue_30_plus_ratio


def _takeaway(rows: list[SegmentRow], one: str, many: str, pen: Pen) -> str:
    named = [
        row for row in rows if not row.is_rest and row.segment is not None and row.outstanding > 0
    ]
    if not named:
        has_rest = any(row.is_rest for row in rows)
        return f"Many {many}, none of them large" if has_rest else f"No {one} is known"
    if len(rows) == 1:
        return f"One {one}: {name_of(named[0], pen)}"
    many_loans = [row for row in named if row.loan_count >= _FEWEST_LOANS and _rate(row)]
    if not many_loans:
        largest = max(named, key=lambda row: row.outstanding)
        return f"{name_of(largest, pen)} is the largest, {f.percent(largest.outstanding_share, 0)}"
    worst = max(many_loans, key=lambda row: _rate(row) or Decimal(0))
    rate = f.percent(_rate(worst), 1)
    if worst.dimension == "score_band":
        return f"{name_of(worst, pen)} has the most loans overdue, {rate}"
    return f"Highest gross NPA ratio: {name_of(worst, pen)}, {rate}"


def _table(dimension: str, rows: list[SegmentRow], pen: Pen) -> Table:
    heads = columns(
        DIMENSIONS[dimension].title,
        Column("Loans"),
        pen.money_column("Outstanding"),
        pen.money_column("Change in a month"),
        Column("Share", "%"),
        pen.money_column("Gross NPA"),
        Column("Gross NPA ratio", "%"),
        Column("30+ days overdue", "%"),
        Column("Mean PD", "%"),
        pen.money_column("Expected loss"),
    )
    not_scored = "no performing loan of it is scored"
    body = [
        (
            Cell(name_of(row, pen), name_of(row, pen)),
            pen.count(row.loan_count),
            pen.amount(row.outstanding),
            pen.amount_change(row.outstanding_change, "nothing to compare with"),
            pen.share(row.outstanding_share, 1, "the book is empty"),
            pen.amount(row.gross_npa),
            pen.share(row.gross_npa_ratio, 2, "nothing outstanding"),
            pen.share(row.overdue_30_plus_ratio, 2, "nothing outstanding"),
            pen.share(row.mean_pd, 2, not_scored),
            pen.amount(row.expected_loss, not_scored),
        )
        for row in rows
    ]
    return pen.table(f"by-{dimension}", f"The book by {DIMENSIONS[dimension].one}", heads, body)
