"""Raw files into `work.landing`.

What is wrong with a file is said here, before anything is built: a missing, unreadable or
truncated file, or one without a required column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from orchestration.errors import CheckFailedError, one_line
from orchestration.landing import (
    LandedFile,
    LandedTable,
    check_required_columns,
    create_landing_table,
    landed_table,
    too_big,
)
from orchestration.raw_files import (
    RawFile,
    check_gzip,
    check_raw_folder,
    find_files,
    read_header,
    sha256,
    unreadable,
)
from orchestration.raw_tables import ADDED_COLUMNS, RawTable
from orchestration.sql import identifier, literal

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class FileSource:
    """The raw folder of a lender.

    `link_folder` takes links to files whose names the database would read as patterns.
    """

    folder: Path
    link_folder: Path

    def check(self) -> None:
        """Raise InputError unless the folder can be listed."""
        check_raw_folder(self.folder)

    def examine(
        self, connection: duckdb.DuckDBPyConnection, tables: Sequence[RawTable], /
    ) -> dict[RawTable, dict[RawFile, dict[str, str]]]:
        """The files of every table with the names and types of their columns, no row read yet.

        Raises InputError for a file that is missing, unreadable or without a required column.
        """
        self.check()
        layouts = {}
        for table in tables:
            files = find_files(self.folder, table)
            layouts[table] = {f: _columns(connection, f, self.link_folder) for f in files}
            for raw_file, names in layouts[table].items():
                check_required_columns(table, raw_file.label, names)
        return layouts

    def land(
        self,
        connection: duckdb.DuckDBPyConnection,
        tables: Sequence[RawTable],
        landed: Callable[[LandedTable], None],
        /,
    ) -> None:
        """Load every table's files into `landing` of the connected database.

        All files and headers are checked before the first row is read. `landed` is called once a
        table.
        """
        for table, columns in self.examine(connection, tables).items():
            landed(_land_table(connection, table, columns, self.link_folder))

    def findings(self) -> dict[str, str]:
        """What is there, in words."""
        if not self.folder.is_dir():
            return {"raw folder": f"{self.folder} (missing)"}
        names = sorted(path.name for path in self.folder.iterdir())
        return {"raw folder": str(self.folder), "raw files": ", ".join(names) or "none"}


def _land_table(
    connection: duckdb.DuckDBPyConnection,
    table: RawTable,
    columns: dict[RawFile, dict[str, str]],
    link_folder: Path,
) -> LandedTable:
    types = _merged_types(list(columns.values()))
    target = create_landing_table(connection, table, types)
    files = [_insert(connection, target, f, c, link_folder) for f, c in columns.items()]
    known = {name.lower() for name in table.known_columns}
    return landed_table(table, files, types, (c for c in types if known and c.lower() not in known))


def _insert(
    connection: duckdb.DuckDBPyConnection,
    target: str,
    raw_file: RawFile,
    columns: dict[str, str],
    link_folder: Path,
) -> LandedFile:
    names = [identifier(c) for c in columns]
    row_number = "file_row_number + 1" if raw_file.is_parquet else "row_number() over ()"
    if raw_file.ending == ".csv.gz":
        check_gzip(raw_file)
    state = raw_file.path.stat()
    modified_at = datetime.fromtimestamp(state.st_mtime, UTC).replace(tzinfo=None)
    added = [literal(raw_file.label), row_number, f"timestamp {literal(str(modified_at))}"]
    statement = (
        f"insert into {target} ({', '.join([*names, *ADDED_COLUMNS])}) "
        f"select {', '.join([*names, *added])} from {_reader(raw_file, columns, link_folder)}"
    )
    rows = int(_run(connection, raw_file, statement)[0][0])
    return LandedFile(raw_file.label, state.st_size, sha256(raw_file.path), rows)


def _columns(
    connection: duckdb.DuckDBPyConnection, raw_file: RawFile, link_folder: Path
) -> dict[str, str]:
    if raw_file.is_parquet:
        rows = _run(
            connection, raw_file, f"describe select * from {_reader(raw_file, {}, link_folder)}"
        )
        columns = {str(name): str(kind) for name, kind, *_ in rows if name != "file_row_number"}
    else:
        columns = dict.fromkeys(read_header(raw_file), "varchar")
    return {name: kind for name, kind in columns.items() if name.lower() not in ADDED_COLUMNS}


def _reader(raw_file: RawFile, columns: dict[str, str], link_folder: Path) -> str:
    """The table function that reads a file, with every guess of the reader switched off."""
    path = literal(str(_plain_path(raw_file, link_folder)))
    if raw_file.is_parquet:
        return f"read_parquet({path}, file_row_number=true)"
    names = read_header(raw_file) if columns else ()
    types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    compression = "gzip" if raw_file.ending == ".csv.gz" else "none"
    return (
        f"read_csv({path}, auto_detect=false, header=true, columns={{{types}}}, delim=',', "
        "quote='\"', escape='\"', strict_mode=true, null_padding=false, "
        f"compression='{compression}')"
    )


def _plain_path(raw_file: RawFile, link_folder: Path) -> Path:
    """The file's own path, or a link to it where the path holds signs of a file pattern."""
    if not re.search(r"[*?\[\]{}]", str(raw_file.path)):
        return raw_file.path
    link_folder.mkdir(parents=True, exist_ok=True)
    link = link_folder / (str(len(list(link_folder.iterdir()))) + raw_file.ending)
    link.symlink_to(raw_file.path)
    return link


def _merged_types(parts: Sequence[dict[str, str]]) -> dict[str, str]:
    """One type a column over all parts; text where the parts differ."""
    merged: dict[str, str] = {}
    spelled: dict[str, str] = {}
    for part in parts:
        for name, kind in part.items():
            first = spelled.setdefault(name.lower(), name)
            merged[first] = kind if merged.get(first, kind) == kind else "varchar"
    return merged


def _run(
    connection: duckdb.DuckDBPyConnection, raw_file: RawFile, statement: str
) -> list[tuple[Any, ...]]:
    import duckdb

    try:
        return connection.execute(statement).fetchall()
    except duckdb.OutOfMemoryException as error:
        raise CheckFailedError(too_big(raw_file.label)) from error
    except duckdb.Error as error:
        raise unreadable(raw_file, _reason(str(error))) from error


def _reason(message: str) -> str:
    """The database's complaint in a few words.

    >>> _reason("Invalid Input Error: CSV Error on Line: 3 ... Number of Columns: 2 Found: 1")
    'line 3 has 1 columns where the header has 2'
    """
    line = re.search(r"CSV Error on Line: (\d+)", message)
    counts = re.search(r"Number of Columns: (\d+) Found: (\d+)", message)
    if line and counts:
        return f"line {line[1]} has {counts[2]} columns where the header has {counts[1]}"
    if line and "unterminated quote" in message:
        return f"line {line[1]} has a quoted value that does not end"
    if line and "utf-8" in message:
        return f"line {line[1]} is not UTF-8"
    return one_line(message.split("\n", maxsplit=1)[0])
