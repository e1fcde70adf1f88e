"""Two nights over one small demo book, run once and looked at by many tests.

The book has a few dirty rows of its own; a loan whose name is an attack is added to it. While the
second night runs (the same date again), readers keep the published warehouse open.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from orchestration.demo import DemoSettings, generate
from tests.command_line import loanbook

AS_OF_DATE = date(2025, 5, 31)
HOSTILE_LOAN = "L-\"><script>alert(1)</script>\n'; drop table loans; -- किराना"


@dataclass(frozen=True)
class Night:
    """A finished night: its home, what it printed, and its record."""

    home: Path
    stdout: str
    stderr: str
    record: dict[str, Any]

    @property
    def warehouse(self) -> Path:
        """The published file."""
        return self.home / "loanbook.duckdb"

    @property
    def report(self) -> Path:
        """The published portfolio risk report."""
        return self.home / "reports" / AS_OF_DATE.isoformat() / "portfolio_risk.html"

    @property
    def data_report(self) -> Path:
        """The published data quality report."""
        return self.report.with_name("data_quality.html")

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query on the published warehouse."""
        with duckdb.connect(str(self.warehouse), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def value(self, query: str) -> Any:
        """The one value of a query."""
        return self.rows(query)[0][0]


@dataclass(frozen=True)
class Reader:
    """What a process saw that kept reading while a night ran."""

    queries: int
    errors: list[str]
    runs_seen: list[int]


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo book of 1,500 loans, one of them renamed to an attack."""
    folder = tmp_path_factory.mktemp("book") / "raw"
    generate(DemoSettings(loans=1_500, seed=7), folder)
    (loans,) = (folder / "loans").glob("*.parquet")
    victim = _open_loan(loans)
    for path in [*(folder / "loans").glob("*.parquet"), *(folder / "repayments").glob("*.parquet")]:
        _rename_loan(path, victim)
    return folder


def _open_loan(path: Path) -> str:
    open_loans = duckdb.sql(
        f"select loan_id from '{path}' group by loan_id "
        "having max(disbursed_on) < date '2025-01-01' and max(closed_on) is null "
        "and max(written_off_on) is null and max(settled_on) is null and min(loan_amount) > 0 "
        "order by loan_id limit 1"
    )
    return str(open_loans.fetchall()[0][0])


def _rename_loan(path: Path, victim: str) -> None:
    table = pq.read_table(path)
    position = table.schema.get_field_index("loan_id")
    renamed = pc.if_else(pc.equal(table["loan_id"], victim), HOSTILE_LOAN, table["loan_id"])
    pq.write_table(table.set_column(position, table.schema.field(position), renamed), path)


@pytest.fixture(scope="session")
def nights_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home in which both nights run."""
    return tmp_path_factory.mktemp("nights") / "home"


def run_night(home: Path, book: Path) -> Night:
    """A night that is expected to publish."""
    done = loanbook("nightly", "--as-of", AS_OF_DATE, "--raw", book, "--home", home)
    assert done.returncode == 0, done.stderr
    record = json.loads(sorted((home / "runs").glob("*.json"))[-1].read_text(encoding="utf-8"))
    return Night(home, done.stdout, done.stderr, record)


@pytest.fixture(scope="session")
def first_night(nights_home: Path, book: Path) -> Night:
    """The first night of a new home: it trains both families."""
    return run_night(nights_home, book)


@dataclass(frozen=True)
class SecondNight:
    """The same date again, with readers at the file all the while."""

    first: Night
    night: Night
    faithful_reader: Reader
    returning_reader: Reader


READER = """
import json, sys
import duckdb
path, returns = sys.argv[1], sys.argv[2] == "returning"
stop, errors, seen, queries = False, [], [], 0
connection = duckdb.connect(path, read_only=True)
print("reading", flush=True)
import select
while not select.select([sys.stdin], [], [], 0.02)[0]:
    try:
        if returns:
            connection.close()
            connection = duckdb.connect(path, read_only=True)
        scores, runs = connection.execute(
            "select (select count(*) from scores.latest_loan_scores), "
            "(select count(*) from monitoring.run_history)"
        ).fetchone()
        if scores == 0:
            errors.append("a torn view: no scores")
        if not seen or seen[-1] != runs:
            seen.append(runs)
        queries += 1
    except Exception as error:
        errors.append(repr(error))
print(json.dumps([queries, errors, seen]))
"""


@pytest.fixture(scope="session")
def second_night(first_night: Night, book: Path) -> SecondNight:
    """A rerun of the first night under the eyes of two readers."""
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(first_night.warehouse), kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for kind in ("faithful", "returning")
    ]
    for reader in readers:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "reading\n"
    night = run_night(first_night.home, book)
    seen = [Reader(*json.loads(reader.communicate("stop\n", timeout=60)[0])) for reader in readers]
    return SecondNight(first_night, night, *seen)
