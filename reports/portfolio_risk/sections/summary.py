"""Where the book stands, and against last month: the headline figures."""

from __future__ import annotations

from decimal import Decimal

from reports import formats as f
from reports.charts.sparkline import sparkline
from reports.page import Cell, Column, Section, Table, Tile, Tiles, columns
from reports.pen import Pen, moved
from reports.portfolio_risk.context import PortfolioRiskContext
from reports.portfolio_risk.rows import PREFIX, HeadlinePoint, HeadlineRow
from reports.portfolio_risk.wording import FIGURES

_RELATIONS = (f"reports.{PREFIX}headlines", f"reports.{PREFIX}headline_history")


def summary(context: PortfolioRiskContext, pen: Pen) -> Section:
    """The headline figures, each with the month-end before and thirteen months as a line."""
    history: dict[str, list[HeadlinePoint]] = {}
    for point in context.headline_history:
        history.setdefault(point.figure, []).append(point)
    tiles = tuple(_tile(row, history.get(row.figure, []), pen) for row in context.headlines)
    return Section(
        key="summary",
        title="Summary",
        lead=_lead(context, pen),
        blocks=(Tiles(tiles, _table(context, pen)),),
        sources=pen.source(*_RELATIONS, "marts.portfolio_summary"),
    )


def written(row: HeadlineRow, value: Decimal | None, pen: Pen) -> str:
    """A headline value with its unit, for a sentence."""
    if row.unit == "money":
        return pen.money.words(value)
    if row.unit == "count":
        return f.NOTHING if value is None else f.grouped(value, 0, pen.money.grouping)
    return f.percent(value, FIGURES[row.figure].decimals)


def changed(row: HeadlineRow, pen: Pen) -> str:
    """A headline's change with its sign and unit."""
    if row.change is None:
        return ""
    if row.unit == "money":
        return pen.money.change(row.change)
    if row.unit == "count":
        return f.signed(f.grouped(row.change, 0, pen.money.grouping))
    return f.points(row.change, FIGURES[row.figure].decimals)


def verdict(row: HeadlineRow, pen: Pen) -> str:
    """worse or better where the figure has a good direction and the printed change is not zero."""
    if not row.change or row.worse_when is None or not f.shows_a_figure(changed(row, pen)):
        return ""
    return "worse" if (row.change > 0) == (row.worse_when == "higher") else "better"


def _tile(row: HeadlineRow, points: list[HeadlinePoint], pen: Pen) -> Tile:
    values = [None if point.value is None else float(point.value) for point in points]
    known = [point for point in points if point.value is not None]
    is_money = row.unit == "money"
    words = FIGURES[row.figure]
    value = pen.money.cell(row.value) if is_money else written(row, row.value, pen)
    previous = (
        pen.money.cell(row.previous_value) if is_money else written(row, row.previous_value, pen)
    )
    return Tile(
        key=row.figure,
        label=words.label,
        value=value,
        unit=pen.money.head if is_money else "",
        previous=previous,
        previous_when=f.day_and_month(pen.previous_on) if pen.previous_on else "before",
        change=changed(row, pen),
        direction=_direction(row, pen),
        verdict=verdict(row, pen),
        sparkline=sparkline(values),
        sparkline_words=(
            f"{words.label} from {written(row, known[0].value, pen)} "
            f"in {f.month_tick(known[0].observed_on)} to "
            f"{written(row, known[-1].value, pen)} in {f.month_tick(known[-1].observed_on)}"
            if len(known) > 1
            else f"{words.label}: no history yet"
        ),
        definition=words.definition,
    )


def _direction(row: HeadlineRow, pen: Pen) -> str:
    """up or down, where the printed change shows one."""
    if not row.change or not f.shows_a_figure(changed(row, pen)):
        return ""
    return "up" if row.change > 0 else "down"


def _table(context: PortfolioRiskContext, pen: Pen) -> Table:
    days = sorted({point.observed_on for point in context.headline_history})
    by_figure = {
        (point.figure, point.observed_on): point.value for point in context.headline_history
    }
    rows = []
    for row in context.headlines:
        cells = [Cell(FIGURES[row.figure].label, FIGURES[row.figure].label)]
        unit = pen.money.head if row.unit == "money" else "%" if row.unit == "ratio" else ""
        cells.append(Cell(unit, row.unit))
        for day in days:
            value = by_figure.get((row.figure, day))
            text = (
                pen.money.cell(value)
                if row.unit == "money"
                else written(row, value, pen).rstrip("%")
            )
            cells.append(Cell(text, value))
        rows.append(tuple(cells))
    heads = columns("Figure", "Unit", *(Column(f.month_tick(day)) for day in days))
    return pen.table(
        "headlines",
        "Headline figures over thirteen months",
        heads,
        rows,
        source=pen.source(*_RELATIONS),
    )


def _lead(context: PortfolioRiskContext, pen: Pen) -> str:
    by_figure = {row.figure: row for row in context.headlines}
    advances, ratio = by_figure["gross_advances"], by_figure["gross_npa_ratio"]
    if not advances.value:
        return (
            f"The book holds no open loan on {pen.today}, so there is nothing to compare; "
            "loans that are disbursed on or before this date would fill this report."
        )
    opening = f"{pen.loans(context.run.loan_count)} of " + f.counted(
        context.run.borrower_count, "borrower", grouping=pen.money.grouping
    )
    size = f"{opening} owed {pen.money.words(advances.value)} on {pen.today}"
    if advances.change is not None and advances.previous_value:
        size += f", {_compared(advances.change, pen)} on {pen.before}"
    sentences = [size, _npa_sentence(ratio, by_figure["provision_coverage_ratio"])]
    for word in ("worse", "better"):
        names = [
            f"{FIGURES[row.figure].in_sentence} ({changed(row, pen)})"
            for row in context.headlines
            if row.unit == "ratio" and row.figure != "gross_npa_ratio" and verdict(row, pen) == word
        ]
        if names:
            sentences.append(f"{word.capitalize()} than a month before: {f.listed(names)}")
    return ". ".join(sentences) + "."


def _compared(change: Decimal, pen: Pen) -> str:
    amount = pen.money.words(abs(change))
    if not f.shows_a_figure(amount):
        return "as much as"
    return f"{amount} {'more' if change > 0 else 'less'} than"


def _npa_sentence(ratio: HeadlineRow, coverage: HeadlineRow) -> str:
    if not ratio.value:
        return "None of it is non-performing"
    now = f.percent(ratio.value)
    movement = (
        f"are {now} of it"
        if ratio.previous_value is None or ratio.change is None
        else f"{moved(now, f.percent(ratio.previous_value), is_up=ratio.change > 0)} of it"
    )
    covered = (
        f"; provisions cover {f.percent(coverage.value, 1)} of them"
        if coverage.value is not None
        else ""
    )
    return f"Gross NPAs {movement}{covered}"
