"""From the typed context to the page and its HTML."""

from __future__ import annotations

from reports.data_quality.context import DataQualityContext
from reports.data_quality.sections.clock import late_and_fresh
from reports.data_quality.sections.features import features
from reports.data_quality.sections.missing import missing
from reports.data_quality.sections.quarantine import quarantine
from reports.data_quality.sections.raw_tables import raw_tables
from reports.data_quality.sections.run import run
from reports.data_quality.sections.summary import summary
from reports.formats import long_date, money_style
from reports.html import render_page
from reports.page import Page
from reports.pen import Pen


def render(context: DataQualityContext) -> str:
    """The data quality report as one self-contained HTML document.

    The same context gives the same text, byte for byte.
    """
    return render_page(page(context))


def page(context: DataQualityContext) -> Page:
    """The report as sections of final text and geometry, ready for the templates."""
    night = context.run
    pen = Pen(
        money_style(night.currency, None), night.currency, night.as_of_date, night.previous_on
    )
    compared = f"Compared with {pen.before}. " if night.previous_on else ""
    return Page(
        language="en",
        kicker=context.meta.kicker("data quality report"),
        title=f"The data on {long_date(night.as_of_date)}",
        subtitle=f"{compared}Nothing is dropped as an outlier: bounds flag. "
        "Every picture opens its data; every table can be saved as CSV.",
        sections=(
            summary(context, pen),
            raw_tables(context, pen),
            quarantine(context, pen),
            late_and_fresh(context, pen),
            missing(context, pen),
            features(context, pen),
            run(context, pen),
        ),
        colophon=f"loanbook {context.meta.version}, run {night.run_id}",
    )
