"""Publishing: everything is ready and checked in `build/`, then it is renamed into place.

The order is: models first (nothing names them yet), then the warehouse in one rename, then reports
and exports, which can be made again from it. Old readers keep the file they opened.
"""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.errors import CheckFailedError
from orchestration.home import Home
from orchestration.night import Night
from orchestration.run_history import write_history
from orchestration.sql import identifier, literal
from orchestration.table_hashes import table_hashes
from orchestration.warehouse import connect, one_row

if TYPE_CHECKING:
    import duckdb

# What tools that read files get of every date, sorted so that equal rows give equal files.
EXPORTS = {
    "mart_loan_features": ("marts", "loan_id"),
    "loan_npa_status": ("marts", "loan_id"),
    "borrower_npa_status": ("marts", "customer_id"),
    "loan_scores": ("scores", "loan_id"),
    "loan_score_reasons": ("scores", "loan_id, rank"),
}


def publish(night: Night) -> None:
    """Close the run's books, check the file that will be published, and rename it into place."""
    home = night.home
    night.record.finish("published")
    with night.connect() as connection:
        write_history(connection, night)
        connection.execute("checkpoint loanbook")
    with connect(home.build_warehouse, night.settings, home.spill, read_only=True) as connection:
        night.record.table_hashes = table_hashes(connection)
        _check(night, connection)
        for as_of_date in night.plan.as_of_dates:
            _export(connection, as_of_date, home.build_exports / as_of_date.isoformat())
    try:
        _put_in_place(night)
    except OSError as error:
        raise CheckFailedError(
            f"publishing to {home.root} failed ({error.strerror}): make room or correct its "
            "permissions and run again"
        ) from error


def _check(night: Night, connection: duckdb.DuckDBPyConnection) -> None:
    """The last look: the file reads as a whole and holds what the run says it wrote."""
    for as_of_date in night.plan.as_of_dates:
        for table in ("loan_npa_status", "mart_loan_features"):
            if f"marts.{table}" not in night.record.table_hashes:
                raise CheckFailedError(f"marts.{table} is not in the warehouse: nothing published")
        rows, loans = one_row(
            connection,
            "select count(*), count(distinct loan_id) from scores.loan_scores where as_of_date = ?",
            [as_of_date],
        )
        if rows != loans:
            raise CheckFailedError(
                f"scores.loan_scores has a loan twice on {as_of_date}: nothing was published"
            )
    if (night.home.build / "loanbook.duckdb.wal").exists():
        raise CheckFailedError("the warehouse was not closed cleanly: nothing was published")


def _export(connection: duckdb.DuckDBPyConnection, as_of_date: date, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for table, (schema, order) in EXPORTS.items():
        connection.execute(
            f"copy (select * from {schema}.{identifier(table)} "
            f"where as_of_date = date '{as_of_date.isoformat()}' order by {order}) "
            f"to {literal(str(folder / f'{table}.parquet'))} (format parquet)"
        )


def _put_in_place(night: Night) -> None:
    home = night.home
    for bundle in _children(home.build_models):
        if not (home.models / bundle.name).exists():
            replace_folder(bundle, home.models / bundle.name)
    put_warehouse_in_place(home)
    for folder in _children(home.build_reports):
        replace_files(folder, home.reports(date.fromisoformat(folder.name)))
    for folder in _children(home.build_exports):
        replace_files(folder, home.exports(date.fromisoformat(folder.name)))


def put_warehouse_in_place(home: Home) -> None:
    """Rename the finished warehouse over the published one, and have both names on the disk."""
    sync(home.build_warehouse)
    home.build_warehouse.replace(home.published)
    sync(home.root)


def replace_folder(source: Path, target: Path) -> None:
    """Move a folder to a place where none is yet."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for path in source.rglob("*"):
        if path.is_file():
            sync(path)
    source.replace(target)
    sync(target.parent)


def replace_files(source: Path, target: Path) -> None:
    """Move files into a folder, each replacing its namesake in one rename."""
    target.mkdir(parents=True, exist_ok=True)
    for path in _children(source):
        sync(path)
        path.replace(target / path.name)
    sync(target)
    shutil.rmtree(source)


def sync(path: Path) -> None:
    """Have the system write a file, or a folder's list of names, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _children(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.exists() else []
