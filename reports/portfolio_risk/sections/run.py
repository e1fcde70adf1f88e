"""The run behind the figures, and what the words mean."""

from __future__ import annotations

from reports import formats as f
from reports.page import Facts, Heading, Section
from reports.pen import Pen
from reports.portfolio_risk.context import PortfolioRiskContext
from reports.portfolio_risk.rows import PREFIX
from reports.portfolio_risk.wording import FIGURES, POPULATIONS

_ENTITIES = {
    "bank": "Bank",
    "nbfc_base": "NBFC, base layer",
    "nbfc_middle": "NBFC, middle layer",
    "nbfc_upper": "NBFC, upper layer",
}


def run(context: PortfolioRiskContext, pen: Pen) -> Section:
    """Ids and versions, and the definition of every headline figure."""
    night = context.run
    versions = {row.population: row.model_version for row in context.models}
    facts = (
        ("As-of date", pen.today),
        (
            "Compared with",
            pen.before if night.previous_on else "nothing: no earlier month-end is in the book",
        ),
        ("Run", night.run_id),
        ("Connector", night.connector),
        (
            "Provision table",
            f"{night.provision_rules}, {_ENTITIES.get(night.entity, night.entity)}",
        ),
        ("Currency", night.currency),
        (
            "A bad loan",
            (
                "90 or more days past due, written off, settled at a loss or restructured in "
                f"distress within {night.label_window_months} months; where the lender supplies "
                "outcomes, what they say"
            ),
        ),
        *(
            (name, versions.get(population) or "none in force")
            for population, name in POPULATIONS.items()
        ),
        ("Software", context.meta.software),
        ("Written", f.moment(context.meta.generated_at)),
    )
    return Section(
        key="run",
        title="Run and definitions",
        lead=(
            f"Every figure here is of day-end {pen.today}, as known in run {night.run_id}; "
            "figures of earlier days are as they were known on those days."
        ),
        blocks=(
            Facts("run", facts),
            Heading("definitions", "Definitions"),
            Facts(
                "definitions", tuple((words.label, words.definition) for words in FIGURES.values())
            ),
        ),
        sources=pen.source(f"reports.{PREFIX}run", f"reports.{PREFIX}models"),
    )
