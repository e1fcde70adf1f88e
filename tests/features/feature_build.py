"""Builds of the features alone: the raw files are landed and dbt builds the mart and what it reads.

A whole build makes two hundred relations and three hundred checks more, which no feature reads.
"""

from __future__ import annotations

import os
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from orchestration.dbt import PROJECT_DIR, dbt_arguments, dbt_environment, dbt_vars
from orchestration.dbt_runner import ensure_manifest
from orchestration.file_source import FileSource
from orchestration.home import Home
from orchestration.plan import POPULATIONS, RunPlan
from orchestration.raw_tables import raw_tables
from orchestration.settings import Settings
from orchestration.warehouse import connect_build, start_build
from tests.features.reference_case import Features

SELECTED = ("build", "--select", "+mart_loan_features", "--exclude-resource-type")
Published = dict[tuple[str, date], Features]


class FeatureBuild:
    """A home in which features are built again and again by dbt, whose parsed project is kept.

    `project` is the folder of the project: the repository's, or a copy in which a rule is changed.
    A build of other dates than `dates` is right, too, and slower: dbt then parses anew.
    """

    def __init__(self, folder: Path, dates: Iterable[date], project: Path = PROJECT_DIR) -> None:
        self.home, self.project, self.settings = Home(folder), project, Settings()
        self.dates = tuple(dates)
        self.manifest = ensure_manifest(self.home, self.settings, self._plan(self.dates, False))

    @staticmethod
    def _plan(dates: Iterable[date], trains: bool) -> RunPlan:
        return RunPlan("features", "build", tuple(dates), POPULATIONS if trains else ())

    def rows(self, raw: Path) -> Published:
        """The mart's rows after a build of the dates in an empty warehouse."""
        self.home.published.unlink(missing_ok=True)
        return self.add(raw, self.dates)

    def add(self, raw: Path, dates: Iterable[date], *, trains: bool = False) -> Published:
        """The mart's rows after a build on top of what is published, and published itself.

        With `trains` the spine holds what a training run at the last date reads, too.
        """
        start_build(self.home)
        duckdb.connect(str(self.home.build_warehouse)).close()
        with connect_build(self.home, self.settings) as connection:
            connection.execute("use work")
            tables = raw_tables(self.manifest, self.settings.connector)
            FileSource(raw, self.home.links).land(connection, tables, lambda _: None)
        self._build(dbt_vars(self.settings, self._plan(dates, trains)))
        self.home.build_warehouse.replace(self.home.published)
        return self._published()

    def _build(self, variables: Mapping[str, Any]) -> None:
        command = [*SELECTED, "unit_test", "--exclude-resource-type", "test"]
        arguments = dbt_arguments(command, variables, self.home)
        arguments[arguments.index("--project-dir") + 1] = str(self.project)
        environment = dbt_environment(os.environ, self.home, self.settings)
        done = subprocess.run(
            arguments, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout[-3000:]

    def _published(self) -> Published:
        with duckdb.connect(str(self.home.published), read_only=True) as connection:
            cursor = connection.execute("select * from marts.mart_loan_features")
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return {(row["loan_id"], row["as_of_date"]): row for row in rows}


def changed_features(
    before: Published, after: Published, *, until: date
) -> dict[str, list[tuple[str, date]]]:
    """The rows up to a day that differ, by what differs in them; a row that one lacks differs.

    Values are compared by their text, which tells all bits of a number apart.
    """
    changed = defaultdict(list)
    for key in before.keys() | after.keys():
        if key[1] <= until:
            row, other = before.get(key, {}), after.get(key, {})
            for name in row.keys() | other.keys():
                if repr(row.get(name)) != repr(other.get(name)):
                    changed[name].append(key)
    return dict(changed)
