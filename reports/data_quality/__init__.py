"""The data quality report: what came in, what was put aside, late or missing, and every feature.

`context_from_tables` reads the relations named in `RELATIONS` (schema `reports`, rows of one
as_of_date each); `render` writes one self-contained HTML file from the context.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from reports.data_quality.context import DataQualityContext, context_from_tables
from reports.data_quality.render import render
from reports.data_quality.rows import RELATIONS
from reports.meta import ReportMeta
from reports.report import Report

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["RELATIONS", "REPORT", "DataQualityContext", "context_from_tables", "render"]


def _render(tables: Mapping[str, pa.Table], meta: ReportMeta) -> str:
    return render(context_from_tables(tables, meta))


REPORT: Final = Report(
    name="data_quality",
    description="The data quality report: what came in and what changed, and every feature.",
    relations=tuple(RELATIONS),
    render=_render,
)
