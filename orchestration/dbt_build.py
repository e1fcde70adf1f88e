"""Running one half of the dbt project from Dagster, its output kept in the log folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import redirect_stdout
from importlib import metadata
from typing import TYPE_CHECKING, Any

from orchestration.dbt import (
    PROJECT_DIR,
    Selection,
    dbt_arguments,
    dbt_environment,
    dbt_vars,
)
from orchestration.dbt_runner import check_build
from orchestration.night import Night

if TYPE_CHECKING:
    import dagster as dg
    from dagster_dbt import DagsterDbtTranslator

# Unit tests judge the project, not the night: the test suite runs them.
BUILD = ("build", "--exclude-resource-type", "unit_test")


def build(
    context: dg.AssetExecutionContext,
    night: Night,
    selection: Selection,
    translator: DagsterDbtTranslator,
) -> Iterator[Any]:
    """Build a selection in a subprocess; yields Dagster's events, raises when something failed.

    The invocation is made directly: Dagster's own resource would start dbt twice more, to ask for
    its version and to load its adapter.
    """
    from dagster_dbt import DbtCliInvocation
    from packaging.version import Version

    (night.home.dbt_target / "run_results.json").unlink(missing_ok=True)
    selected = _selected(context, night, selection, translator)
    arguments = dbt_arguments([*BUILD, *selected], dbt_vars(night.settings, night.plan), night.home)
    environment = dbt_environment(os.environ, night.home, night.settings)
    environment |= {"DBT_LOG_FORMAT": "json", "DAGSTER_DBT_CLI": "true"}
    log_file = night.home.logs / f"dbt_{selection.name}.log"
    with log_file.open("w", encoding="utf-8") as log, redirect_stdout(log):
        invocation = DbtCliInvocation.run(
            args=arguments,
            env=environment,
            manifest=night.manifest,
            dagster_dbt_translator=translator,
            project_dir=PROJECT_DIR,
            target_path=night.home.dbt_target,
            raise_on_error=False,
            context=context,
            adapter=None,
            cli_version=Version(metadata.version("dbt-core")),
        )
        errors: list[str] = []
        for event in invocation.stream_raw_events():
            _show(night, event.raw_event, errors)
            yield from event.to_default_asset_events(
                manifest=night.manifest,
                dagster_dbt_translator=translator,
                context=context,
                target_path=night.home.dbt_target,
            )
        returncode = invocation.process.wait()
    check_build(night.home, returncode, errors)


def _selected(
    context: dg.AssetExecutionContext,
    night: Night,
    selection: Selection,
    translator: DagsterDbtTranslator,
) -> list[str]:
    """The selection's arguments; where a person picked single assets in the UI, theirs."""
    from dagster_dbt.asset_utils import get_updated_cli_invocation_params_for_context

    chosen = get_updated_cli_invocation_params_for_context(
        context=context, manifest=night.manifest, dagster_dbt_translator=translator
    )
    indirect = chosen.indirect_selection or selection.indirect_selection
    return [*chosen.selection_args, "--indirect-selection", indirect]


def _show(night: Night, raw_event: dict[str, Any], errors: list[str]) -> None:
    data = raw_event.get("data", {})
    if "index" in data and "total" in data:
        night.progress.advance(int(data["index"]), int(data["total"]))
    if raw_event["info"]["level"] == "error":
        errors.append(raw_event["info"]["msg"])
