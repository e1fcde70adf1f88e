"""From the typed context to the page and its HTML."""

from __future__ import annotations

from reports.formats import long_date, money_style
from reports.html import render_page
from reports.page import Page
from reports.pen import Pen
from reports.portfolio_risk.context import PortfolioRiskContext
from reports.portfolio_risk.sections.asset_quality import asset_quality
from reports.portfolio_risk.sections.book import book
from reports.portfolio_risk.sections.data import data_quality
from reports.portfolio_risk.sections.model import model_quality
from reports.portfolio_risk.sections.run import run
from reports.portfolio_risk.sections.scores import scores
from reports.portfolio_risk.sections.summary import summary


def render(context: PortfolioRiskContext) -> str:
    """The portfolio risk report as one self-contained HTML document.

    The same context gives the same text, byte for byte.
    """
    return render_page(page(context))


def page(context: PortfolioRiskContext) -> Page:
    """The report as sections of final text and geometry, ready for the templates."""
    advances = next(
        (row.value for row in context.headlines if row.figure == "gross_advances"), None
    )
    night = context.run
    pen = Pen(
        money_style(night.currency, advances), night.currency, night.as_of_date, night.previous_on
    )
    return Page(
        language="en",
        kicker=context.meta.kicker("portfolio risk report"),
        title=f"The loan book on {long_date(night.as_of_date)}",
        subtitle=(
            f"Amounts in {pen.money.head}. "
            + (f"Compared with {pen.before}. " if night.previous_on else "")
            + "Every picture opens its data; every table can be saved as CSV."
        ),
        sections=(
            summary(context, pen),
            book(context, pen),
            asset_quality(context, pen),
            scores(context, pen),
            model_quality(context, pen),
            data_quality(context, pen),
            run(context, pen),
        ),
        colophon=f"loanbook {context.meta.version}, run {night.run_id}",
    )
