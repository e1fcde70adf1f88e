"""The assets of a run, each one thin: read, call, write, say what was done.

Dagster reads the annotations of its functions, so they are not postponed in this file.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslatorSettings, dbt_assets

from orchestration.dbt import AFTER_SCORING, BEFORE_SCORING, Selection
from orchestration.dbt_build import build
from orchestration.errors import CheckFailedError
from orchestration.landing_step import check_quarantine, is_quarantine_judged, land_raw
from orchestration.night import Night
from orchestration.publishing import publish
from orchestration.quality import note_failing
from orchestration.reporting import render_reports
from orchestration.restated import note_published, note_restated
from orchestration.scoring import score_run
from orchestration.training import train_due
from orchestration.translator import (
    OWNER,
    LoanbookTranslator,
    model_key,
    source_description,
    source_keys,
)
from reports.registry import REPORTS
from reports.report import Report

NIGHT = dg.ResourceParam[Night]
WAREHOUSE_KEY = dg.AssetKey(["published", "warehouse"])


def landing_asset(manifest: Mapping[str, Any], connector: str) -> dg.AssetsDefinition:
    """The raw tables, loaded as they are."""
    keys = source_keys(manifest, connector)

    @dg.multi_asset(
        name="load_raw_tables",
        specs=[
            dg.AssetSpec(
                key,
                group_name="raw",
                owners=[OWNER],
                description=source_description(manifest, key),
                kinds={"duckdb"},
            )
            for key in keys
        ],
    )
    def landing(night: NIGHT) -> Iterator[dg.MaterializeResult[None]]:
        with night.step("loading the raw tables"):
            note_published(night)
            landed = land_raw(night)
        for table in landed:
            yield dg.MaterializeResult(
                asset_key=dg.AssetKey([connector, table.name]),
                metadata={
                    "dagster/row_count": table.rows,
                    "origins": list(table.origins),
                    "absent_columns": list(table.absent_columns),
                    "ignored_columns": list(table.ignored_columns),
                },
            )

    return landing


def dbt_asset(manifest: Mapping[str, Any], selection: Selection) -> dg.AssetsDefinition:
    """One half of the dbt project; its tests are asset checks."""
    translator = LoanbookTranslator(DagsterDbtTranslatorSettings(enable_asset_checks=True))

    @dbt_assets(
        manifest=manifest,
        select=selection.select,
        exclude=selection.exclude or None,
        name=f"dbt_{selection.name}",
        dagster_dbt_translator=translator,
    )
    def half(context: dg.AssetExecutionContext, night: NIGHT) -> Iterator[Any]:
        with night.step(f"building the {selection.name} tables"):
            try:
                yield from build(context, night, selection, translator)
            except CheckFailedError:
                # Where too many rows are bad, that is the news, not what failed for want of them.
                if is_quarantine_judged(night):
                    check_quarantine(night)
                raise

    return half


def quarantine_check(manifest: Mapping[str, Any]) -> dg.AssetChecksDefinition:
    """Stops the run when too much of a raw table broke the rules."""

    @dg.asset_check(
        asset=model_key(manifest, "stg_quarantine_share"),
        name="quarantine_limit",
        description="No raw table has more in quarantine than the setting quarantine_limit allows.",
        blocking=True,
    )
    def quarantine_limit(night: NIGHT) -> dg.AssetCheckResult:
        with night.step("judging the quarantine"):
            shares = check_quarantine(night)
        return dg.AssetCheckResult(passed=True, metadata=dict(shares))

    return quarantine_limit


def training_asset(manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """The registry of models: trains the families that are due."""

    @dg.multi_asset(
        name="train_models",
        specs=[
            dg.AssetSpec(
                key,
                deps=[
                    model_key(manifest, "mart_loan_features"),
                    model_key(manifest, "loan_labels"),
                    model_key(manifest, "feature_catalogue"),
                    model_key(manifest, "stg_quarantine_share"),
                ],
                group_name="models",
                owners=[OWNER],
                description=source_description(manifest, key),
                kinds={"lightgbm", "sklearn"},
            )
            for key in source_keys(manifest, "ml")
        ],
    )
    def training(night: NIGHT) -> Iterator[dg.MaterializeResult[None]]:
        with night.step("training"):
            trained = train_due(night)
        for key in source_keys(manifest, "ml"):
            yield dg.MaterializeResult(asset_key=key, metadata={"trained": list(trained)})

    return training


def scoring_asset(manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """The scores of the run's dates, with their reasons."""

    @dg.multi_asset(
        name="score_loans",
        specs=[
            dg.AssetSpec(
                key,
                deps=[
                    *source_keys(manifest, "ml"),
                    model_key(manifest, "mart_loan_features"),
                    model_key(manifest, "loan_npa_status"),
                ],
                group_name="scores",
                owners=[OWNER],
                description=source_description(manifest, key),
                kinds={"lightgbm", "sklearn"},
            )
            for key in source_keys(manifest, "scores")
        ],
    )
    def scoring(night: NIGHT) -> Iterator[dg.MaterializeResult[None]]:
        with night.step("scoring"):
            counts = score_run(night)
        for key in source_keys(manifest, "scores"):
            yield dg.MaterializeResult(
                asset_key=key, metadata={"dagster/row_count": counts[key.path[-1]]}
            )

    return scoring


def report_asset(manifest: Mapping[str, Any]) -> dg.AssetsDefinition:
    """The reports of the newest date, one HTML file each."""

    @dg.multi_asset(
        name="render_reports",
        specs=[
            dg.AssetSpec(
                report_key(report),
                deps=[model_key(manifest, relation) for relation in report.relations],
                group_name="html",
                owners=[OWNER],
                description=f"{report.description} One self-contained HTML file.",
                kinds={"html"},
            )
            for report in REPORTS
        ],
    )
    def rendering(night: NIGHT) -> Iterator[dg.MaterializeResult[None]]:
        with night.step("rendering the reports"):
            paths = render_reports(night)
        for report, path in zip(REPORTS, paths, strict=True):
            yield dg.MaterializeResult(
                asset_key=report_key(report),
                metadata={"file": path.name, "bytes": path.stat().st_size},
            )

    return rendering


def report_key(report: Report) -> dg.AssetKey:
    """The asset key of a report."""
    return dg.AssetKey(["report", report.name])


def publish_asset(upstream: list[dg.AssetKey]) -> dg.AssetsDefinition:
    """The published warehouse, with the models, reports and exports of the run."""

    @dg.asset(
        key=WAREHOUSE_KEY,
        deps=upstream,
        group_name="published",
        owners=[OWNER],
        description="The warehouse that analysts open, replaced in one rename.",
        kinds={"duckdb"},
    )
    def warehouse(night: NIGHT) -> dg.MaterializeResult[None]:
        with night.step("publishing"):
            note_restated(night)
            note_failing(night)
            publish(night)
        return dg.MaterializeResult(metadata={"path": str(night.home.published)})

    return warehouse


def all_assets(
    manifest: Mapping[str, Any], connector: str
) -> list[dg.AssetsDefinition | dg.AssetChecksDefinition]:
    """Every asset and check of the product."""
    before = dbt_asset(manifest, BEFORE_SCORING)
    after = dbt_asset(manifest, AFTER_SCORING)
    written = [*source_keys(manifest, "ml"), *source_keys(manifest, "scores")]
    return [
        landing_asset(manifest, connector),
        before,
        quarantine_check(manifest),
        training_asset(manifest),
        scoring_asset(manifest),
        after,
        report_asset(manifest),
        publish_asset(
            [*before.keys, *written, *after.keys, *(report_key(report) for report in REPORTS)]
        ),
    ]
