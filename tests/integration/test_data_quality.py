"""The data's own figures: counted again from the files, from the mart and from the labels."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.command_line import loanbook
from tests.integration.conftest import AS_OF_DATE, Night

TODAY = f"as_of_date = date '{AS_OF_DATE}'"


def figure(night: Night, table: str, item: str) -> float:
    return float(
        night.value(
            f"select value from monitoring.data_quality where {TODAY} "
            f"and table_name = '{table}' and item = '{item}'"
        )
    )


@pytest.mark.parametrize("table", ["customers", "loans", "credit_history", "repayments"])
def test_rows_read_are_those_of_the_files_and_tie_to_what_became_of_them(
    first_night: Night, book: Path, table: str
) -> None:
    read = sum(pq.read_metadata(path).num_rows for path in (book / table).iterdir())
    assert figure(first_night, table, "rows read") == read
    parts = ("rows in quarantine", "rows collapsed", "rows kept")
    assert sum(figure(first_night, table, part) for part in parts) == read


def test_repeated_rows_of_the_files_are_counted(first_night: Night, book: Path) -> None:
    columns = ", ".join(
        name for (name, *_) in duckdb.sql(f"describe from '{book}/repayments/*.parquet'").fetchall()
    )
    rows = duckdb.sql(
        f"select sum(copies - 1) from (select count(*) as copies "
        f"from '{book}/repayments/*.parquet' group by {columns})"
    )
    (repeated,) = rows.fetchall()[0]
    assert repeated > 0
    assert figure(first_night, "repayments", "rows collapsed") == repeated


def test_late_receipts_are_counted_from_the_day_that_knew_them(
    first_night: Night, book: Path
) -> None:
    broken = first_night.value(
        "select count(*) from monitoring.quarantine "
        f"where {TODAY} and table_name = 'repayments' and rule = 'receipt_amount'"
    )
    known = f"recorded_at <= timestamp '{AS_OF_DATE}' + interval 26 hour"
    (late,) = duckdb.sql(
        f"select count(*) from '{book}/repayments/*.parquet' where {known} "
        "and amount_paid is not null and recorded_at > payment_date + interval 26 hour"
    ).fetchall()[0]
    assert late > 100
    assert broken > 0
    assert figure(first_night, "repayments", "receipts recorded late") == late


def test_the_newest_receipt_is_as_known_on_the_date(first_night: Night, book: Path) -> None:
    (newest,) = duckdb.sql(
        f"select max(payment_date) from '{book}/repayments/*.parquet' "
        f"where payment_date <= date '{AS_OF_DATE}' and amount_paid is not null "
        f"and recorded_at <= timestamp '{AS_OF_DATE}' + interval 26 hour"
    ).fetchall()[0]
    assert figure(first_night, "repayments", "newest receipt") == (AS_OF_DATE - newest).days


def test_every_column_is_as_empty_as_its_rows(first_night: Night, book: Path) -> None:
    told = dict(
        first_night.rows(
            "select item, value from monitoring.data_quality "
            f"where {TODAY} and check_group = 'missing' and table_name = 'customers'"
        )
    )
    bad = first_night.rows(
        f"select source_row from monitoring.quarantine where {TODAY} and table_name = 'customers'"
    )
    (path,) = (book / "customers").iterdir()
    table = pq.read_table(path).to_pylist()
    kept = [row for number, row in enumerate(table, 1) if (number,) not in set(bad)]
    for column, value in told.items():
        empty = sum(row[column] is None for row in kept)
        assert value == pytest.approx(empty / len(kept), abs=1e-8), column
    assert any(0 < value < 1 for value in told.values())


@pytest.fixture(scope="module")
def halved(first_night: Night, book: Path, tmp_path_factory: pytest.TempPathFactory) -> Night:
    """The day after, with half of the repayments lost on the way."""
    folder = tmp_path_factory.mktemp("halved")
    shutil.copytree(first_night.home, folder / "home")
    shutil.copytree(book, folder / "raw")
    (path,) = (folder / "raw" / "repayments").iterdir()
    rows = pq.read_table(path)
    pq.write_table(rows.slice(0, rows.num_rows // 2), path)
    done = loanbook(
        *("build", "--as-of", "2025-06-01"),
        *("--raw", folder / "raw", "--home", folder / "home"),
    )
    assert done.returncode == 0, done.stderr
    return Night(folder / "home", done.stdout, done.stderr, {})


def test_a_halved_file_fails_against_the_night_before(halved: Night) -> None:
    (row,) = halved.rows(
        "select status, round(change_ratio, 3), previous_on, note from monitoring.data_quality "
        "where as_of_date = date '2025-06-01' and table_name = 'repayments' "
        "and item = 'rows read'"
    )
    status, fall, previous_on, note = row
    assert (status, previous_on) == ("fail", AS_OF_DATE)
    assert float(fall) == -0.5
    assert note == f"down 50.0% on {AS_OF_DATE}"


def test_whoever_reads_the_log_of_the_night_is_told(halved: Night) -> None:
    assert "figures fail" in halved.stderr
    assert "repayments, rows read: down 50.0%" in halved.stderr


def test_a_table_that_came_whole_is_left_in_peace(halved: Night) -> None:
    assert halved.rows(
        "select status, change from monitoring.data_quality where as_of_date = date '2025-06-01' "
        "and table_name = 'customers' and item = 'rows read'"
    ) == [("ok", 0.0)]


def test_what_a_night_put_aside_stays_told_under_its_own_date(halved: Night) -> None:
    by_date = dict(
        halved.rows("select as_of_date, count(*) from monitoring.quarantine group by as_of_date")
    )
    assert len(by_date) == 2
    assert all(by_date.values())
