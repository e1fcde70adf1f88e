"""The run behind the figures, and what the words mean."""

from __future__ import annotations

from reports import formats as f
from reports.data_quality.context import DataQualityContext
from reports.data_quality.rows import PREFIX
from reports.data_quality.wording import DEFINITIONS, FIGURES
from reports.page import Facts, Heading, Section
from reports.pen import Pen


def run(context: DataQualityContext, pen: Pen) -> Section:
    """Ids and dates, and the definition of every measure."""
    night = context.run
    facts = (
        ("As-of date", pen.today),
        ("Night before", pen.before if night.previous_on else "none is published"),
        (
            "Week before",
            f.long_date(night.week_before_on) if night.week_before_on else "not published",
        ),
        ("Labels of", f.long_date(night.labelled_on) if night.labelled_on else "none yet"),
        ("Run", night.run_id),
        ("Connector", night.connector),
        ("Software", context.meta.software),
        ("Written", f.moment(context.meta.generated_at)),
    )
    words = tuple((words.label, words.definition) for words in FIGURES.values())
    return Section(
        key="run",
        title="Run and definitions",
        lead=(
            f"What is counted of files is of those that run {night.run_id} read; what is known of "
            f"loans is as of day-end {pen.today}. Limits are those of the seed "
            "data_quality_limits."
        ),
        blocks=(
            Facts("run-facts", facts),
            Heading("definitions", "Definitions"),
            Facts("definition-list", (*words, *DEFINITIONS)),
        ),
        sources=pen.source(f"reports.{PREFIX}run"),
    )
