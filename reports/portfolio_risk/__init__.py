"""The portfolio risk report: headline figures, the book, asset quality, scores, model, data.

`context_from_tables` reads the relations named in `RELATIONS` (schema `reports`, rows of one
as_of_date each); `render` writes one self-contained HTML file from the context.
"""

from reports.portfolio_risk.context import PortfolioRiskContext, ReportMeta, context_from_tables
from reports.portfolio_risk.render import render
from reports.portfolio_risk.rows import RELATIONS

__all__ = ["RELATIONS", "PortfolioRiskContext", "ReportMeta", "context_from_tables", "render"]
