"""The portfolio risk report: headline figures, the book, asset quality, scores, model, data.

`context_from_tables` reads the relations named in `RELATIONS` (schema `reports`, rows of one
as_of_date each); `render` writes one self-contained HTML file from the context.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from reports.meta import ReportMeta
from reports.portfolio_risk.context import PortfolioRiskContext, context_from_tables
from reports.portfolio_risk.render import render
from reports.portfolio_risk.rows import RELATIONS
from reports.report import Report

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["RELATIONS", "REPORT", "PortfolioRiskContext", "context_from_tables", "render"]


def _render(tables: Mapping[str, pa.Table], meta: ReportMeta) -> str:
    return render(context_from_tables(tables, meta))


REPORT: Final = Report(
    name="portfolio_risk",
    description="The portfolio risk report: the book, its classes, scores and model of one night.",
    relations=tuple(RELATIONS),
    render=_render,
)
