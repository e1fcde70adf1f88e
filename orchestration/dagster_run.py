"""One job of Dagster, executed in this process, for the command line."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import TYPE_CHECKING

from orchestration.home import Home
from orchestration.night import Night

if TYPE_CHECKING:
    import dagster as dg

# Where the home has no configuration of Dagster yet.
INSTANCE_CONFIG = """telemetry:
  enabled: false
concurrency:
  pools:
    default_limit: 1
"""


def run_job(job_name: str, night: Night) -> None:
    """Execute a job with `night` as its resource; what stops a step is raised as it was."""
    from orchestration.definitions import build_definitions

    with log_to_file(night.home) as logger, dagster_instance(night.home) as instance:
        night.progress.step("preparing the steps")
        with (night.home.logs / "definitions.log").open("w") as log, redirect_stdout(log):
            definitions = build_definitions(night.settings, night.manifest, night, logger)
        definitions.resolve_job_def(job_name).execute_in_process(
            # named here, else Dagster falls back to its terminal logger
            run_config={"loggers": {"console": {}}},
            instance=instance,
            raise_on_error=True,
            tags={"loanbook/run_id": night.plan.run_id},
        )


@contextmanager
def dagster_instance(home: Home) -> Iterator[dg.DagsterInstance]:
    """Dagster's storage in the home, without telemetry."""
    import dagster as dg

    write_instance_config(home)
    os.environ["DAGSTER_HOME"] = str(home.dagster)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "yes"
    with dg.DagsterInstance.get() as instance:
        yield instance


def write_instance_config(home: Home) -> None:
    """Put Dagster's configuration into the home where none is yet."""
    home.dagster.mkdir(parents=True, exist_ok=True)
    config = home.dagster / "dagster.yaml"
    if not config.exists():
        config.write_text(INSTANCE_CONFIG, encoding="utf-8")


@contextmanager
def log_to_file(home: Home) -> Iterator[dg.LoggerDefinition]:
    """Keep what Dagster and the libraries say in a file, away from the terminal."""
    import dagster as dg

    home.logs.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(home.logs / "dagster.log", mode="w", encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
    root = logging.getLogger()
    kept = root.handlers[:]
    root.handlers = [handler]

    def to_file(_: dg.InitLoggerContext) -> logging.Logger:
        logger = logging.Logger("dagster", level=logging.INFO)
        logger.addHandler(handler)
        return logger

    try:
        yield dg.LoggerDefinition(to_file, description="The run's log file.")
    finally:
        root.handlers = kept
        handler.close()
