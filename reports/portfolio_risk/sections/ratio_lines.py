"""Headline ratios over the months as lines, with their takeaway in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports import formats as f
from reports.charts.trend import Series, trend
from reports.page import Cell, Column, Picture, columns
from reports.pen import Pen
from reports.portfolio_risk.context import PortfolioRiskContext
from reports.portfolio_risk.rows import PREFIX
from reports.portfolio_risk.wording import FIGURES
from reports.scales import as_float

_RELATION = f"reports.{PREFIX}headline_history"
Values = Mapping[tuple[str, date], Decimal]


@dataclass(frozen=True, slots=True)
class RatioLines:
    """What one picture shows: headline figures, the names of their lines, the axis.

    The title is made of the first figure. A line alone needs no name.
    """

    key: str
    figures: tuple[str, ...]
    names: tuple[str, ...]
    what: str
    from_zero: bool
    label_room: float


def ratio_lines(context: PortfolioRiskContext, lines: RatioLines, pen: Pen) -> Picture:
    """The figures on the days on which any of them has a value."""
    subject = FIGURES[lines.figures[0]]
    values = {
        (point.figure, point.observed_on): point.value
        for point in context.headline_history
        if point.figure in lines.figures and point.value is not None
    }
    days = sorted({day for _, day in values})
    if not days:
        return Picture(
            key=lines.key,
            title=f"{subject.label}: nothing to show",
            what="",
            empty=f"{subject.definition} On no day of the months is there a base for it.",
            source=pen.source(_RELATION),
        )
    return Picture(
        key=lines.key,
        title=_title(lines.figures[0], values, days),
        what=lines.what,
        description="; ".join(_told(figure, values, days) for figure in lines.figures),
        chart="trend",
        geometry=trend(
            days,
            [
                Series(name, tuple(as_float(values.get((figure, day))) for day in days))
                for name, figure in zip(lines.names, lines.figures, strict=True)
            ],
            label=lambda share, decimals: f.percent(share, max(decimals - 2, 0), sign=""),
            end_label=f.percent,
            label_room=lines.label_room,
            from_zero=lines.from_zero,
        ),
        data=pen.table(
            lines.key,
            lines.what,
            columns("Day", *(Column(FIGURES[figure].label, "%") for figure in lines.figures)),
            [
                (
                    Cell(f.short_date(day), day),
                    *(pen.share(values.get((figure, day))) for figure in lines.figures),
                )
                for day in days
            ],
        ),
        source=pen.source(_RELATION),
    )


def _told(figure: str, values: Values, days: Sequence[date]) -> str:
    points = [f"{f.month_tick(day)} {f.percent(values.get((figure, day)))}" for day in days]
    return f"{FIGURES[figure].label}: {', '.join(points)}"


def _title(figure: str, values: Values, days: Sequence[date]) -> str:
    name = FIGURES[figure].label
    known = [day for day in days if (figure, day) in values]
    if not known:
        return f"{name} over the months"
    first, last = values[figure, known[0]], values[figure, known[-1]]
    if known[0] == known[-1]:
        return f"{name} {f.percent(last)}"
    since = f"{known[0]:%B} {known[0].year}"
    if f.percent(first) == f.percent(last):
        return f"{name} is {f.percent(last)}, as in {since}"
    verb = "rose" if last > first else "fell"
    return f"{name} {verb} to {f.percent(last)} from {f.percent(first)} in {since}"
