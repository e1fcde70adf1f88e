"""A database of its own for each test, and the landing of its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pytest

from orchestration.landing import LandedTable
from orchestration.postgres.source import PostgresSource
from orchestration.raw_tables import RawTable
from tests.postgres_server import Server


def raw_table(name: str, required: str, others: str = "", *, is_optional: bool = False) -> RawTable:
    columns = tuple(required.split())
    return RawTable(
        connector="postgres",
        name=name,
        identifier=f"postgres__{name}",
        file_stem=name,
        relation=name,
        required_columns=columns,
        known_columns=(*columns, *others.split()),
        is_optional=is_optional,
    )


CUSTOMERS = raw_table("customers", "customer_id", "state")
LOANS = raw_table("loans", "loan_id", "customer_id loan_amount application_date")
OUTCOMES = raw_table("outcomes", "loan_id is_bad", is_optional=True)


@dataclass
class Lending:
    """A database of a lender, and what is landed of it."""

    server: Server
    name: str
    landing: duckdb.DuckDBPyConnection
    found: list[LandedTable] = field(default_factory=list)

    def execute(self, *statements: str) -> None:
        """Run statements as the owner."""
        self.server.execute(self.name, statements)

    def source(
        self,
        url: str = "",
        *,
        schema: str = "public",
        names: dict[str, str] | None = None,
        extra_columns: tuple[str, ...] = (),
    ) -> PostgresSource:
        """The source under test."""
        return PostgresSource(url or self.server.url(self.name), schema, names or {}, extra_columns)

    def land(
        self,
        *tables: RawTable,
        source: PostgresSource | None = None,
        then: Callable[[LandedTable], None] = lambda _: None,
    ) -> list[LandedTable]:
        """Land `tables`; `then` is called after each."""
        found: list[LandedTable] = []

        def landed(table: LandedTable) -> None:
            found.append(table)
            then(table)

        (source or self.source()).land(self.landing, tables, landed)
        return found

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query on what was landed."""
        return self.landing.execute(query).fetchall()

    def values(self, table: RawTable, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """The landed rows of a table, in the order of their numbers."""
        named = ", ".join(columns)
        return self.rows(f"select {named} from landing.{table.identifier} order by source_row")


# Quicker than a new database: a second a test adds up.
EMPTIED = """do $$ declare schema_name text; begin
    for schema_name in
        select nspname from pg_namespace where nspname !~ '^(pg_|information_schema)'
    loop execute format('drop schema %I cascade', schema_name); end loop;
    create schema public;
end $$"""


@pytest.fixture(scope="session")
def lending_server(postgres_server: Server) -> Server:
    """The server, with a database that the tests of this folder share."""
    postgres_server.create_database("lending")
    return postgres_server


@pytest.fixture
def lending(lending_server: Server) -> Iterator[Lending]:
    """An empty database."""
    lending_server.execute("lending", EMPTIED)
    with duckdb.connect() as landing:
        landing.execute("set TimeZone = 'UTC'")
        yield Lending(lending_server, "lending", landing)
