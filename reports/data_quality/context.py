"""The typed context of the data quality report, and how it is read from Arrow tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.data_quality import rows as r
from reports.headlines import HeadlinePoint, HeadlineRow
from reports.meta import ReportMeta
from reports.rows import RowReader

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class DataQualityContext:
    """Everything that the report prints, as read from its relations."""

    meta: ReportMeta
    run: r.RunRow
    headlines: tuple[HeadlineRow, ...]
    headline_history: tuple[HeadlinePoint, ...]
    findings: tuple[r.FindingRow, ...]
    raw_tables: tuple[r.RawTableRow, ...]
    quarantine: tuple[r.QuarantineRow, ...]
    late: tuple[r.LateRow, ...]
    freshness: tuple[r.FreshnessRow, ...]
    missing: tuple[r.MissingRow, ...]
    missing_history: tuple[r.MissingPoint, ...]
    features: tuple[r.FeatureRow, ...]
    feature_profiles: tuple[r.ProfileRow, ...]
    feature_bins: tuple[r.BinRow, ...]


def context_from_tables(tables: Mapping[str, pa.Table], meta: ReportMeta) -> DataQualityContext:
    """Read the report's relations, each cut to one as_of_date, into a typed context.

    Args:
        tables: relation name (`rpt_data_quality__...`, see `rows.RELATIONS`) to its rows for the
            report's as_of_date. Row order does not matter.
        meta: what the warehouse does not hold.

    Raises:
        MissingFigureError: a relation, column or value that the report needs is not there, or
            the run relation has not exactly one row.
    """
    reader = RowReader(tables, r.PREFIX)
    read = reader.rows
    of_feature = ("feature", "population")
    return DataQualityContext(
        meta=meta,
        run=reader.only_row("run", r.RunRow),
        headlines=read("headlines", HeadlineRow, "position"),
        headline_history=read("headline_history", HeadlinePoint, "figure", "observed_on"),
        findings=read("findings", r.FindingRow, "position"),
        raw_tables=read("raw_tables", r.RawTableRow, "position"),
        quarantine=read("quarantine", r.QuarantineRow, "table_name", "rule", "example_no"),
        late=read("late", r.LateRow, "position"),
        freshness=read("freshness", r.FreshnessRow, "position"),
        missing=read("missing", r.MissingRow, "position"),
        missing_history=read(
            "missing_history", r.MissingPoint, "table_name", "column_name", "observed_on"
        ),
        features=read("features", r.FeatureRow, "number"),
        feature_profiles=read("feature_profiles", r.ProfileRow, *of_feature),
        feature_bins=read("feature_bins", r.BinRow, *of_feature, "bin"),
    )
