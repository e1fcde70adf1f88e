"""One small book, made once for all tests of the demo room."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.demo import DemoSettings, DemoSummary, generate

TABLES = ("customers", "loans", "credit_history", "repayments")


@dataclass(frozen=True)
class Book:
    """A written book: where it lies, what was asked, what was reported, and a way to ask it."""

    folder: Path
    settings: DemoSettings
    summary: DemoSummary

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Answer of a DuckDB query over the four tables."""
        with duckdb.connect() as connection:
            for table in TABLES:
                files = self.folder / table / "*.parquet"
                connection.execute(f"create view {table} as select * from '{files}'")
            connection.register("labels", self.summary.labels)
            return connection.execute(query).fetchall()

    def number(self, query: str) -> Any:
        """The single figure that a query gives."""
        return self.rows(query)[0][0]


def make_book(folder: Path, settings: DemoSettings) -> Book:
    return Book(folder, settings, generate(settings, folder))


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """4,000 loans in two parts."""
    settings = DemoSettings(loans=4_000, seed=7, loans_per_part=2_500)
    return make_book(tmp_path_factory.mktemp("book"), settings)


@pytest.fixture(scope="session")
def big_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """20,000 loans: enough for shares to mean something."""
    return make_book(tmp_path_factory.mktemp("big_book"), DemoSettings(loans=20_000, seed=11))
