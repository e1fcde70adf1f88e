"""Landing: raw files arrive unchanged, and a bad one is named before anything is built."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.errors import ExitCode, InputError
from orchestration.file_source import FileSource
from orchestration.landing import LandedTable
from orchestration.raw_tables import RawTable

LOANS = RawTable(
    connector="files",
    name="loans",
    identifier="files__loans",
    file_stem="loans",
    relation="loans",
    required_columns=("loan_id", "application_date"),
    known_columns=("loan_id", "application_date", "channel", "loan_amount"),
    is_optional=False,
)
OUTCOMES = RawTable(
    connector="files",
    name="outcomes",
    identifier="files__outcomes",
    file_stem="outcomes",
    relation="outcomes",
    required_columns=("loan_id", "is_bad"),
    known_columns=("loan_id", "is_bad"),
    is_optional=True,
)
CSV = "loan_id,application_date,channel\nL1,2025-01-31,branch\nL2,31/02/2025,\n"


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


def landed(
    database: duckdb.DuckDBPyConnection, folder: Path, *tables: RawTable
) -> list[LandedTable]:
    found: list[LandedTable] = []
    FileSource(folder, folder / "links").land(database, tables or (LOANS,), found.append)
    return found


def rows(database: duckdb.DuckDBPyConnection, columns: str = "*") -> list[tuple[object, ...]]:
    return database.execute(
        f"select {columns} from landing.files__loans order by source_file, source_row"
    ).fetchall()


def refusal(database: duckdb.DuckDBPyConnection, folder: Path, *tables: RawTable) -> str:
    with pytest.raises(InputError) as refused:
        landed(database, folder, *tables)
    assert refused.value.exit_code == ExitCode.BAD_INPUT == 2
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_csv_arrives_as_text_with_its_file_and_row(
    database: duckdb.DuckDBPyConnection, raw: Path
) -> None:
    (raw / "loans.csv").write_text(CSV, encoding="utf-8")
    landed(database, raw)
    assert rows(database, "loan_id, application_date, channel, source_file, source_row") == [
        ("L1", "2025-01-31", "branch", "loans.csv", 1),
        ("L2", "31/02/2025", None, "loans.csv", 2),
    ]


def test_parquet_keeps_its_types(database: duckdb.DuckDBPyConnection, raw: Path) -> None:
    table = pa.table(
        {
            "loan_id": ["L1"],
            "application_date": pa.array([date(2025, 1, 31)]),
            "loan_amount": pa.array([Decimal("1200.50")], pa.decimal128(18, 2)),
        }
    )
    pq.write_table(table, raw / "loans.parquet")
    landed(database, raw)
    assert rows(database, "application_date, loan_amount, source_row") == [
        (date(2025, 1, 31), Decimal("1200.50"), 1)
    ]


def test_text_with_quotes_newlines_html_and_sql_arrives_unchanged(
    database: duckdb.DuckDBPyConnection, raw: Path
) -> None:
    texts = [
        'say "yes"',
        "two\nlines",
        "<script>alert(1)</script>",
        "'; drop table loans; --",
        "किराना",
    ]
    lines = [
        f'L{n},2025-01-31,"{text.replace(chr(34), chr(34) * 2)}"' for n, text in enumerate(texts)
    ]
    body = "loan_id,application_date,channel\n" + "\n".join(lines) + "\n"
    (raw / "loans.csv").write_text(body, encoding="utf-8")
    landed(database, raw)
    assert [text for (text,) in rows(database, "channel")] == texts


def test_gzip_windows_line_ends_and_a_byte_order_mark_are_read(
    database: duckdb.DuckDBPyConnection, raw: Path
) -> None:
    body = ("\ufeff" + CSV.replace("\n", "\r\n")).encode()
    (raw / "loans.csv.gz").write_bytes(gzip.compress(body))
    landed(database, raw)
    assert [loan for (loan,) in rows(database, "loan_id")] == ["L1", "L2"]


def test_a_folder_of_parts_is_one_table_with_the_columns_of_all(
    database: duckdb.DuckDBPyConnection, raw: Path
) -> None:
    parts = raw / "loans"
    parts.mkdir()
    (parts / "part-2.csv").write_text("application_date,loan_id\n2025-02-28,L2\n", encoding="utf-8")
    pq.write_table(
        pa.table(
            {
                "loan_id": ["L1"],
                "application_date": pa.array([date(2025, 1, 31)]),
                "channel": ["web"],
            }
        ),
        parts / "part-1.parquet",
    )
    (found,) = landed(database, raw)
    assert rows(database, "loan_id, application_date, channel, source_file") == [
        ("L1", "2025-01-31", "web", "loans/part-1.parquet"),
        ("L2", "2025-02-28", None, "loans/part-2.csv"),
    ]
    assert [part.rows for part in found.files] == [1, 1]


def test_what_is_absent_and_what_is_ignored_is_listed(
    database: duckdb.DuckDBPyConnection, raw: Path
) -> None:
    (raw / "loans.csv").write_text(
        "LOAN_ID,application_date,shoe_size\nL1,2025-01-31,9\n", encoding="utf-8"
    )
    (found,) = landed(database, raw)
    assert found.absent_columns == ("channel", "loan_amount")
    assert found.ignored_columns == ("shoe_size",)


def test_a_table_without_rows_is_a_table(database: duckdb.DuckDBPyConnection, raw: Path) -> None:
    (raw / "loans.csv").write_text("loan_id,application_date\n", encoding="utf-8")
    (found,) = landed(database, raw)
    assert found.rows == 0
    assert rows(database) == []


def test_an_optional_table_that_is_absent_has_no_rows_but_its_columns(
    database: duckdb.DuckDBPyConnection, raw: Path
) -> None:
    (raw / "loans.csv").write_text(CSV, encoding="utf-8")
    _, outcomes = landed(database, raw, LOANS, OUTCOMES)
    assert outcomes.files == ()
    assert database.execute("select loan_id, is_bad from landing.files__outcomes").fetchall() == []


def test_a_raw_column_called_like_ours_does_not_take_its_place(
    database: duckdb.DuckDBPyConnection, raw: Path
) -> None:
    (raw / "loans.csv").write_text(
        "loan_id,application_date,source_row\nL1,2025-01-31,99\n", encoding="utf-8"
    )
    landed(database, raw)
    assert rows(database, "source_row") == [(1,)]


@pytest.mark.parametrize("name", ["it's [1] * {x}", 'double " quote', "semi; colon -- x"])
def test_a_hostile_folder_name_is_only_a_name(
    database: duckdb.DuckDBPyConnection, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "loans.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "other.csv").write_text(CSV, encoding="utf-8")
    FileSource(folder, tmp_path / "links").land(database, [LOANS], lambda _: None)
    assert len(rows(database)) == 2


def test_hostile_column_names_are_only_names(
    database: duckdb.DuckDBPyConnection, raw: Path
) -> None:
    header = 'loan_id,application_date,"x"" ); drop table landing.files__loans; --"\n'
    (raw / "loans.csv").write_text(header + "L1,2025-01-31,kept\n", encoding="utf-8")
    landed(database, raw)
    assert rows(database, '"x"" ); drop table landing.files__loans; --"') == [("kept",)]


# What bad input gets: one line that names the file, the column and what was found.


def test_a_folder_that_does_not_exist_is_named(
    database: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    said = refusal(database, tmp_path / "nowhere")
    assert str(tmp_path / "nowhere") in said
    assert "does not exist" in said


def test_a_missing_file_is_named_with_what_was_found(
    database: duckdb.DuckDBPyConnection, raw: Path
) -> None:
    (raw / "lones.csv").write_text(CSV, encoding="utf-8")
    said = refusal(database, raw)
    assert "table loans" in said
    assert "loans.parquet, loans.csv, loans.csv.gz" in said
    assert "found lones.csv" in said


def test_a_missing_required_column_is_named_with_what_was_found(
    database: duckdb.DuckDBPyConnection, raw: Path
) -> None:
    (raw / "loans.csv").write_text("loan_id,applied_on\nL1,2025-01-31\n", encoding="utf-8")
    assert refusal(database, raw) == (
        "loans.csv has no column application_date: add it; found loan_id, applied_on"
    )


def test_a_required_column_may_not_be_missing_from_one_part(
    database: duckdb.DuckDBPyConnection, raw: Path
) -> None:
    (raw / "loans").mkdir()
    (raw / "loans" / "a.csv").write_text(CSV, encoding="utf-8")
    (raw / "loans" / "b.csv").write_text("loan_id\nL3\n", encoding="utf-8")
    assert "loans/b.csv has no column application_date" in refusal(database, raw)


def test_a_table_that_is_there_twice_is_refused(
    database: duckdb.DuckDBPyConnection, raw: Path
) -> None:
    (raw / "loans.csv").write_text(CSV, encoding="utf-8")
    (raw / "loans.csv.gz").write_bytes(gzip.compress(CSV.encode()))
    assert "loans.csv and loans.csv.gz are both in" in refusal(database, raw)


def test_nothing_is_loaded_when_any_of_the_files_is_missing(
    database: duckdb.DuckDBPyConnection, raw: Path
) -> None:
    (raw / "loans.csv").write_text(CSV, encoding="utf-8")
    required = RawTable(
        "files", "customers", "files__customers", "customers", "", ("customer_id",), (), False
    )
    refusal(database, raw, LOANS, required)
    assert database.execute("select count(*) from duckdb_tables()").fetchone() == (0,)


LONG_ENOUGH = b"loan_id,application_date\n" + b"L1,2025-01-31\n" * 20_000
GZIPPED = gzip.compress(LONG_ENOUGH)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("loans.csv", b"", "it has no header line"),
        ("loans.csv", b"loan_id,application_date\nL1,2025-01-31\nL2\n", "line 3 has 1 columns"),
        ("loans.csv", b"loan_id,application_date\nL1,2025-01-31,x\n", "line 2 has 3 columns"),
        ("loans.csv", b'loan_id,application_date\nL1,"2025-01', "quoted value that does not end"),
        (
            "loans.csv",
            "loan_id,application_date\nL\xe9,2025-01-31\n".encode("latin-1"),
            "is not UTF-8",
        ),
        ("loans.csv", "loan_id,application_date\n".encode("utf-16"), "is not UTF-8"),
        ("loans.csv", LONG_ENOUGH + b"L\xe9,2025-01-31\n", "line 20002 is not UTF-8"),
        ("loans.csv", b"loan_id,application_date,LOAN_ID\n", "names the column loan_id twice"),
        ("loans.csv.gz", b"loan_id,application_date\n", "Not a gzipped file"),
        ("loans.csv.gz", GZIPPED[: len(GZIPPED) // 2], "end-of-stream marker"),
        ("loans.csv.gz", GZIPPED[:-8] + b"\0\0\0\0" + GZIPPED[-4:], "CRC check failed"),
        ("loans.parquet", b"", "too small"),
        ("loans.parquet", b"PAR1" + b"x" * 64, "magic bytes"),
    ],
)
def test_a_damaged_file_is_named_with_what_is_wrong(
    database: duckdb.DuckDBPyConnection, raw: Path, name: str, content: bytes, reason: str
) -> None:
    (raw / name).write_bytes(content)
    said = refusal(database, raw)
    assert said.startswith(f"{name} cannot be read: ")
    assert reason in said


def test_a_truncated_parquet_file_is_refused(
    database: duckdb.DuckDBPyConnection, raw: Path
) -> None:
    whole = raw / "whole.parquet"
    pq.write_table(
        pa.table({"loan_id": ["L1"] * 5_000, "application_date": ["2025-01-31"] * 5_000}), whole
    )
    (raw / "loans.parquet").write_bytes(whole.read_bytes()[:-20])
    assert "loans.parquet cannot be read" in refusal(database, raw)


def test_a_folder_of_parts_without_parts_is_refused(
    database: duckdb.DuckDBPyConnection, raw: Path
) -> None:
    (raw / "loans").mkdir()
    assert "holds no part files" in refusal(database, raw)


@pytest.mark.parametrize("name", ["readme.txt", "part-2.tsv"])
def test_nothing_in_a_folder_of_parts_is_passed_over(
    database: duckdb.DuckDBPyConnection, raw: Path, name: str
) -> None:
    (raw / "loans").mkdir()
    (raw / "loans" / name).write_text("soon", encoding="utf-8")
    assert f"loans/{name} is no part file" in refusal(database, raw)
