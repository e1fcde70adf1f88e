"""Connections to the databases of a run, and the tables that are written from Python.

The columns, types and comments of those tables stand once, in the dbt sources `scores`, `ml` and
`runs`; the tables are made from there.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.errors import CheckFailedError, one_line
from orchestration.home import Home
from orchestration.settings import Settings
from orchestration.sql import identifier, literal

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

WRITTEN_SOURCES = ("scores", "ml", "runs")


def start_build(home: Home) -> None:
    """Put a copy of the published warehouse into `build/`, and nothing else of an earlier run.

    Raises CheckFailedError when the folder cannot be written or the disk is full.
    """
    try:
        for folder in (home.build, home.logs, home.dbt_target, home.runs):
            folder.mkdir(parents=True, exist_ok=True)
        for left_over in (home.build_warehouse, home.build_work):
            left_over.unlink(missing_ok=True)
            left_over.with_name(left_over.name + ".wal").unlink(missing_ok=True)
        for folder in (
            home.build_models,
            home.build_reports,
            home.build_exports,
            home.spill,
            home.links,
        ):
            shutil.rmtree(folder, ignore_errors=True)
        if home.published.exists():
            shutil.copyfile(home.published, home.build_warehouse)
    except OSError as error:
        message = f"the build folder {home.build} cannot be written ({error.strerror})"
        raise CheckFailedError(f"{message}: make room or correct its permissions") from error


@contextmanager
def connect(
    path: Path, settings: Settings, spill: Path, *, read_only: bool = False
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with the run's limits, closed at the end of the block."""
    import duckdb

    config: dict[str, Any] = {
        "threads": settings.threads,
        "memory_limit": settings.memory_limit,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": False,
    }
    try:
        connection = duckdb.connect(str(path), read_only=read_only, config=config)
    except duckdb.Error as error:
        message = f"the database {path} cannot be opened ({one_line(str(error))})"
        raise CheckFailedError(f"{message}: see `loanbook doctor`") from error
    try:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


@contextmanager
def connect_build(home: Home, settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse under construction, with the run's other database attached as `work`.

    Raises CheckFailedError when it is not there: it was published already, or taken away.
    """
    if not home.build_warehouse.exists():
        raise CheckFailedError(f"{home.build_warehouse} is gone: run again")
    with connect(home.build_warehouse, settings, home.spill) as connection:
        connection.execute(f"attach {literal(str(home.build_work))} as work")
        yield connection


def create_written_tables(home: Home, settings: Settings, manifest: Mapping[str, Any]) -> None:
    """Make the tables of the written sources where they are not there yet, with their comments."""
    with connect(home.build_warehouse, settings, home.spill) as connection:
        for source in manifest["sources"].values():
            if source["source_name"] in WRITTEN_SOURCES:
                _create_table(connection, source)


def _create_table(connection: duckdb.DuckDBPyConnection, source: Mapping[str, Any]) -> None:
    columns = source["columns"].values()
    relation = f"{identifier(source['schema'])}.{identifier(source['identifier'])}"
    definitions = ", ".join(f"{identifier(c['name'])} {c['data_type']}" for c in columns)
    connection.execute(f"create schema if not exists {identifier(source['schema'])}")
    connection.execute(f"create table if not exists {relation} ({definitions})")
    connection.execute(f"comment on table {relation} is {literal(source['description'].strip())}")
    for column in columns:
        name = identifier(column["name"])
        connection.execute(
            f"alter table {relation} add column if not exists {name} {column['data_type']}"
        )
        comment = literal(column["description"].strip())
        connection.execute(f"comment on column {relation}.{name} is {comment}")


def append(connection: duckdb.DuckDBPyConnection, relation: str, rows: pa.Table) -> None:
    """Add Arrow rows to `relation`, column by name."""
    connection.register("appended_rows", rows)
    connection.execute(f"insert into {relation} by name select * from appended_rows")
    connection.unregister("appended_rows")


def read_table(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Mapping[str, Any] | None = None
) -> pa.Table:
    """The rows of a query as Arrow; `parameters` fill its `$name`."""
    return connection.sql(query, params=dict(parameters or {})).to_arrow_table()


def one_row(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[Any] = ()
) -> tuple[Any, ...]:
    """The row of a query that has exactly one, such as an aggregate.

    Fetched to its end: a result that is left unfinished blocks the connection.
    """
    (row,) = connection.execute(query, list(parameters)).fetchall()
    return tuple(row)


def relations(connection: duckdb.DuckDBPyConnection, schema: str) -> tuple[str, ...]:
    """Names of the tables and views of a schema of the connected database, alphabetical."""
    rows = connection.execute(
        "select table_name from information_schema.tables "
        "where table_catalog = current_database() and table_schema = ? order by table_name",
        [schema],
    ).fetchall()
    return tuple(row[0] for row in rows)
