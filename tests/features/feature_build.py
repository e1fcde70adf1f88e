"""Builds of the features alone: the mart and what it reads, without a check or another mart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb

from orchestration.dbt import PROJECT_DIR
from tests.dbt_build import DbtBuild, run_plan
from tests.features.reference_case import Features

BUILD_FEATURES = (
    *("build", "--select", "+mart_loan_features feature_catalogue retired_features"),
    *("--exclude-resource-type", "unit_test", "--exclude-resource-type", "test"),
)
Published = dict[tuple[str, date], Features]


class FeatureBuild:
    """A home in which features are built again and again, as a rule for the same dates."""

    def __init__(self, folder: Path, dates: Iterable[date], project: Path = PROJECT_DIR) -> None:
        self._build = DbtBuild(folder, dates, project=project)

    def rows(self, raw: Path) -> Published:
        """The mart's rows after a build of the dates in an empty warehouse."""
        self._build.home.published.unlink(missing_ok=True)
        return self.add(raw, self._build.dates)

    def add(self, raw: Path, dates: Iterable[date], *, trains: bool = False) -> Published:
        """The mart's rows after a build on top of what is published, and published itself.

        With `trains` the spine holds what a training run at the last date reads, too.
        """
        self._build.start(raw)
        done = self._build.dbt(*BUILD_FEATURES, plan=run_plan(dates, trains=trains))
        assert done.returncode == 0, done.stdout[-3000:]
        self._build.publish()
        rows = self.query("select * from marts.mart_loan_features")
        return {(row["loan_id"], row["as_of_date"]): row for row in rows}

    def query(self, sql: str) -> list[Features]:
        """The rows that a query of the published warehouse finds."""
        with duckdb.connect(str(self._build.home.published), read_only=True) as connection:
            cursor = connection.execute(sql)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


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
