"""Where the book stands, and against last month: the headline figures."""

from __future__ import annotations

from decimal import Decimal

from reports import formats as f
from reports.headlines import HeadlineRow, HeadlineStyle
from reports.page import Section
from reports.pen import Pen, moved
from reports.portfolio_risk.context import PortfolioRiskContext
from reports.portfolio_risk.rows import PREFIX
from reports.portfolio_risk.wording import FIGURES

_RELATIONS = (f"reports.{PREFIX}headlines", f"reports.{PREFIX}headline_history")
_STYLE = HeadlineStyle(FIGURES, f.month_tick, "in", "thirteen months")


def summary(context: PortfolioRiskContext, pen: Pen) -> Section:
    """The headline figures, each with the month-end before and thirteen months as a line."""
    tiles = _STYLE.tiles(context.headlines, context.headline_history, pen, _RELATIONS)
    return Section(
        key="summary",
        title="Summary",
        lead=_lead(context, pen),
        blocks=(tiles,),
        sources=pen.source(*_RELATIONS, "marts.portfolio_summary"),
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
            f"{FIGURES[row.figure].in_sentence} ({_STYLE.changed(row, pen)})"
            for row in context.headlines
            if row.unit == "ratio"
            and row.figure != "gross_npa_ratio"
            and _STYLE.verdict(row, pen) == word
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
