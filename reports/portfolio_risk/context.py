"""The typed context of the portfolio risk report, and how it is read from Arrow tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from reports.headlines import HeadlinePoint, HeadlineRow
from reports.meta import ReportMeta
from reports.portfolio_risk import rows as r
from reports.rows import RowReader

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class PortfolioRiskContext:
    """Everything that the report prints, as read from its relations."""

    meta: ReportMeta
    run: r.RunRow
    headlines: tuple[HeadlineRow, ...]
    headline_history: tuple[HeadlinePoint, ...]
    asset_classes: tuple[r.AssetClassRow, ...]
    bucket_history: tuple[r.BucketPoint, ...]
    segments: tuple[r.SegmentRow, ...]
    score_distribution: tuple[r.ScoreBinRow, ...]
    models: tuple[r.ModelRow, ...]
    model_metrics: tuple[r.ModelMetricRow, ...]
    roc: tuple[r.RocPoint, ...]
    reliability: tuple[r.ReliabilityRow, ...]
    gains: tuple[r.GainsRow, ...]
    outcome_scores: tuple[r.OutcomeScoreRow, ...]
    importances: tuple[r.ImportanceRow, ...]
    labels: tuple[r.LabelRow, ...]
    data_checks: tuple[r.DataCheckRow, ...]
    raw_tables: tuple[r.RawTableRow, ...]
    quarantine: tuple[r.QuarantineRow, ...]

    @property
    def as_of_date(self) -> date:
        """The day-end that the report is about."""
        return self.run.as_of_date


def context_from_tables(tables: Mapping[str, pa.Table], meta: ReportMeta) -> PortfolioRiskContext:
    """Read the report's relations, each cut to one as_of_date, into a typed context.

    Args:
        tables: relation name (`rpt_portfolio_risk__...`, see `rows.RELATIONS`) to its rows for
            the report's as_of_date. Row order does not matter.
        meta: what the warehouse does not hold.

    Raises:
        MissingFigureError: a relation, column or value that the report needs is not there, or
            the run relation has not exactly one row.
    """
    reader = RowReader(tables, r.PREFIX)
    read = reader.rows
    of_sample = ("population", "sample")
    return PortfolioRiskContext(
        meta=meta,
        run=reader.only_row("run", r.RunRow),
        headlines=read("headlines", HeadlineRow, "position"),
        headline_history=read("headline_history", HeadlinePoint, "figure", "observed_on"),
        asset_classes=read("asset_classes", r.AssetClassRow, "position"),
        bucket_history=read("bucket_history", r.BucketPoint, "observed_on", "position"),
        segments=read("segments", r.SegmentRow, "dimension", "position"),
        score_distribution=read("score_distribution", r.ScoreBinRow, "population", "score_from"),
        models=read("models", r.ModelRow, "population"),
        model_metrics=read(
            "model_metrics", r.ModelMetricRow, "population", "candidate", "metric", "sample"
        ),
        roc=read("roc", r.RocPoint, *of_sample, "position"),
        reliability=read("reliability", r.ReliabilityRow, *of_sample, "bin"),
        gains=read("gains", r.GainsRow, *of_sample, "decile"),
        outcome_scores=read("outcome_scores", r.OutcomeScoreRow, *of_sample, "score_from"),
        importances=read("importances", r.ImportanceRow, "population", "position"),
        labels=read("labels", r.LabelRow, "population"),
        data_checks=read("data_checks", r.DataCheckRow, "check_group", "position"),
        raw_tables=read("raw_tables", r.RawTableRow, "position"),
        quarantine=read("quarantine", r.QuarantineRow, "table_name", "rule"),
    )
