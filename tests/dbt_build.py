"""dbt on the product's own project, as a night calls it, but only for what a test reads.

A whole `loanbook build` makes all relations and runs all checks; most tests of SQL need neither.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb

from orchestration.dbt import PROJECT_DIR, dbt_arguments, dbt_environment, dbt_vars
from orchestration.dbt_runner import ensure_manifest
from orchestration.file_source import FileSource
from orchestration.home import Home
from orchestration.plan import POPULATIONS, RunPlan
from orchestration.raw_tables import raw_tables
from orchestration.settings import Settings
from orchestration.warehouse import connect_build, create_written_tables, start_build


def run_plan(dates: Iterable[date], *, trains: bool) -> RunPlan:
    return RunPlan("test", "build", tuple(dates), POPULATIONS if trains else ())


class DbtBuild:
    """A home in which dbt builds again and again, its parsed project kept.

    `project` is the folder of the project: the repository's, or a copy in which a rule is changed.
    With `trains` all is as in a run that trains both families of models. A call may be for other
    dates, or train where the others do not, and is slower then: dbt parses anew.
    """

    def __init__(
        self,
        folder: Path,
        dates: Iterable[date],
        *,
        trains: bool = False,
        project: Path = PROJECT_DIR,
    ) -> None:
        self.home, self.dates = Home(folder), tuple(dates)
        self._project, self._settings = project, Settings()
        self._plan = run_plan(self.dates, trains=trains)
        self._manifest = ensure_manifest(self.home, self._settings, self._plan)

    def start(self, raw: Path) -> None:
        """A working copy of what is published, if anything is, with the raw files landed."""
        start_build(self.home)
        duckdb.connect(str(self.home.build_warehouse)).close()
        create_written_tables(self.home, self._settings, self._manifest)
        with connect_build(self.home, self._settings) as connection:
            connection.execute("use work")
            tables = raw_tables(self._manifest, self._settings.connector)
            FileSource(raw, self.home.links).land(connection, tables, lambda _: None)

    def dbt(self, *command: str, plan: RunPlan | None = None) -> subprocess.CompletedProcess[str]:
        """A call of dbt, for the dates of the build where no other plan is given."""
        variables = dbt_vars(self._settings, plan or self._plan)
        arguments = dbt_arguments(command, variables, self.home)
        arguments[arguments.index("--project-dir") + 1] = str(self._project)
        environment = dbt_environment(os.environ, self.home, self._settings)
        return subprocess.run(
            arguments, env=environment, capture_output=True, text=True, check=False
        )

    def publish(self) -> None:
        """What was built is what the next start begins with."""
        self.home.build_warehouse.replace(self.home.published)
