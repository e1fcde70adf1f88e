"""Raw rows in `work.landing`, unchanged: what is wrong with a row is for SQL to say.

Here stands what all kinds of raw source share: what was read, and the table that takes it. What is
wrong with a source as a whole (a file that is missing, a server that does not answer) is said by
the source itself, before anything is built.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orchestration.errors import InputError
from orchestration.raw_tables import ADDED_COLUMNS, RawTable
from orchestration.sql import identifier

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class LandedFile:
    """A file as it was read."""

    name: str
    bytes: int
    sha256: str
    rows: int


@dataclass(frozen=True)
class LandedRelation:
    """A table or view of a database as it was read.

    `snapshot_at` is the moment (UTC, ISO) of the one snapshot that all tables were read in;
    `content_hash` is equal when the rows are, in any order.
    """

    name: str
    snapshot_at: str
    content_hash: str
    rows: int


@dataclass(frozen=True)
class LandedTable:
    """A raw table as it was landed, with where it came from; nowhere, if it was not supplied."""

    name: str
    files: tuple[LandedFile, ...]
    relations: tuple[LandedRelation, ...]
    rows: int
    columns: tuple[str, ...]
    absent_columns: tuple[str, ...]
    ignored_columns: tuple[str, ...]

    @property
    def origins(self) -> tuple[str, ...]:
        """Names of the files or relations that the rows came from."""
        return tuple(f.name for f in self.files) + tuple(r.name for r in self.relations)


def create_landing_table(
    connection: duckdb.DuckDBPyConnection, table: RawTable, types: Mapping[str, str]
) -> str:
    """Make the empty table that takes the rows of `table`, and return its quoted name.

    `types` are the columns that the source has; a table that was not supplied gets those that it
    would have.
    """
    created = types or dict.fromkeys(table.known_columns, "varchar")
    target = f"landing.{identifier(table.identifier)}"
    definitions = [f"{identifier(c)} {t}" for c, t in {**created, **ADDED_COLUMNS}.items()]
    connection.execute("create schema if not exists landing")
    connection.execute(f"create or replace table {target} ({', '.join(definitions)})")
    return target


def landed_table(
    table: RawTable,
    origins: Iterable[LandedFile | LandedRelation],
    columns: Iterable[str],
    ignored_columns: Iterable[str],
) -> LandedTable:
    """What is written down of a table once its rows are there."""
    read, columns = tuple(origins), tuple(columns)
    present = {name.lower() for name in columns}
    return LandedTable(
        name=table.name,
        files=tuple(origin for origin in read if isinstance(origin, LandedFile)),
        relations=tuple(origin for origin in read if isinstance(origin, LandedRelation)),
        rows=sum(origin.rows for origin in read),
        columns=columns,
        absent_columns=tuple(c for c in table.known_columns if c.lower() not in present),
        ignored_columns=tuple(ignored_columns),
    )


def check_required_columns(table: RawTable, label: str, names: Iterable[str]) -> None:
    """Raise InputError when what `label` names has not all required columns of `table`."""
    found = tuple(names)
    present = {name.lower() for name in found}
    missing = [column for column in table.required_columns if column.lower() not in present]
    if missing:
        shown = ", ".join(found[:12]) + (" ..." if len(found) > 12 else "")
        raise InputError(
            f"{label} has no column {', '.join(missing)}: add it; found {shown or 'none'}"
        )


def too_big(label: str) -> str:
    """What is said of an origin that the database has no memory for."""
    return f"{label} does not fit in memory: raise the setting memory_limit"
