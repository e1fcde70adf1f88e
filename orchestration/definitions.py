"""What Dagster serves: assembled here, made elsewhere.

`dagster dev` finds `defs`; the command line builds the same definitions for its own run.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg

from orchestration import clock
from orchestration.assets import all_assets
from orchestration.dbt_runner import ensure_manifest
from orchestration.home import Home
from orchestration.jobs import jobs
from orchestration.night_resource import night_resource
from orchestration.plan import RunPlan
from orchestration.schedules import schedules
from orchestration.settings import Settings
from orchestration.told_settings import load_settings


def build_definitions(
    settings: Settings,
    manifest: Mapping[str, Any],
    resource: Any,
    logger: dg.LoggerDefinition | None = None,
) -> dg.Definitions:
    """All definitions; `resource` is the run itself, or what makes one.

    `logger` takes the place of Dagster's own, which writes to the terminal.
    """
    return dg.Definitions(
        assets=all_assets(manifest, settings.connector),
        jobs=jobs(),
        schedules=schedules(settings),
        resources={"night": resource},
        loggers={"console": logger} if logger else None,
    )


@dg.definitions
def defs() -> dg.Definitions:
    """The definitions of the home that LOANBOOK_HOME names, for Dagster's web UI and daemon."""
    home = Home(Path(os.environ.get("LOANBOOK_HOME", "warehouse")))
    settings = load_settings((), os.environ, home.settings_file)
    today = clock.last_ended_day(settings.time_zone)
    manifest = ensure_manifest(home, settings, RunPlan("parse", "parse", (today,), ()))
    return build_definitions(settings, manifest, night_resource(home, settings))
