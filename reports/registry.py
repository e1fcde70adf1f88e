"""The reports of a night, in the order in which they are named."""

from __future__ import annotations

from typing import Final

from reports import data_quality, portfolio_risk
from reports.report import Report

REPORTS: Final[tuple[Report, ...]] = (portfolio_risk.REPORT, data_quality.REPORT)
