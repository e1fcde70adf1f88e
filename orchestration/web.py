"""What is looked at in a browser: Dagster's UI, and dbt's documentation."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from orchestration import clock
from orchestration.dagster_run import write_instance_config
from orchestration.dbt import REPOSITORY, dbt_arguments, dbt_environment, dbt_vars
from orchestration.errors import CheckFailedError, one_line
from orchestration.home import Home
from orchestration.plan import RunPlan
from orchestration.settings import Settings, defaults
from orchestration.told_settings import ENVIRONMENT_PREFIX


def serve(home: Home, settings: Settings, port: int) -> int:
    """Run Dagster's web server and daemon until they end; returns their exit code."""
    write_instance_config(home)
    # What the definitions load is what this command was told, its `--set` included.
    told = {
        ENVIRONMENT_PREFIX + key.upper(): _as_text(value)
        for key, value in asdict(settings).items()
        if value != defaults()[key]
    }
    environment = {
        **os.environ,
        **told,
        "LOANBOOK_HOME": str(home.root),
        "DAGSTER_HOME": str(home.dagster),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
        "DO_NOT_TRACK": "1",
    }
    program = str(Path(sys.executable).with_name("dagster"))
    arguments = [program, "dev", "-m", "orchestration.definitions", "-p", str(port)]
    return subprocess.run(  # noqa: S603 - our own program, no shell
        arguments, env=environment, cwd=REPOSITORY, check=False
    ).returncode


def write_docs(home: Home, settings: Settings) -> Path:
    """Have dbt write its documentation, without a database, to `docs/index.html` in the home."""
    today = clock.last_ended_day(settings.time_zone)
    variables = dbt_vars(settings, RunPlan("docs", "docs", (today,), ()))
    command = ["docs", "generate", "--static", "--empty-catalog", "--no-compile"]
    home.logs.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(  # noqa: S603 - our own program, no shell
        dbt_arguments(command, variables, home),
        env=dbt_environment(os.environ, home, settings),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = one_line(done.stdout[-600:] + done.stderr[-600:])
        raise CheckFailedError(f"dbt cannot write the docs: {said}: see {home.logs}/dbt.log")
    page = home.root / "docs" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(home.dbt_target / "static_index.html", page)
    return page


def _as_text(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)
