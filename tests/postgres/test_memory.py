"""A table of any length is read in the memory that DuckDB may take, and a few batches."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROOFS_ARE_SHORT
from tests.postgres.conftest import Lending

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

FEW = 50_000
MANY = 1_000_000 if PROOFS_ARE_SHORT else 3_000_000

LIMIT = 64
BATCHES = 32

# Landing in a process of its own, whose peak is that of nothing else.
LANDING = """
import json, resource, sys
from pathlib import Path

from orchestration.postgres.source import PostgresSource
from orchestration.raw_tables import RawTable
from orchestration.settings import Settings
from orchestration.warehouse import connect

url, relation, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
columns = ("loan_id", "instalment_number", "due_date", "amount_due", "principal_due",
           "interest_due", "receipt_id", "payment_date", "amount_paid", "recorded_at")
table = RawTable(
    "postgres", "repayments", "postgres__repayments", "", relation, columns, columns, False
)
landed = []
with connect(folder / "work.duckdb", Settings(memory_limit=sys.argv[4]), folder / "spill") as work:
    PostgresSource(url, "public", {}, ()).land(work, [table], landed.append)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([landed[0].rows, peak]))
"""


def peak_megabytes(lending: Lending, folder: Path, rows: int) -> float:
    """The peak of a process that lands the first `rows` of the table."""
    lending.execute(f"create or replace view first_rows as select * from repayments limit {rows}")
    folder.mkdir()
    done = subprocess.run(
        [
            *(sys.executable, "-c", LANDING),
            *(lending.server.url("lending"), "first_rows", str(folder), f"{LIMIT}MB"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    landed, peak = json.loads(done.stdout)
    assert landed == rows
    return float(peak)


def test_a_long_table_takes_no_more_than_the_memory_limit_and_some_batches(
    lending: Lending, tmp_path: Path
) -> None:
    lending.execute(
        "create unlogged table repayments as select 'L' || n % 125000 as loan_id, "
        "n / 125000 as instalment_number, date '2020-01-31' + n % 1800 as due_date, "
        "(1234.5 + n % 1000)::numeric(18, 2) as amount_due, 1000.25 as principal_due, "
        "(234.25 + n % 1000)::numeric(18, 2) as interest_due, 'R' || n as receipt_id, "
        "date '2020-02-01' + n % 1800 as payment_date, "
        "(1234.5 + n % 1000)::numeric(18, 2) as amount_paid, "
        "timestamptz '2020-02-01 10:00:00+05:30' + n * interval '1 second' as recorded_at "
        f"from generate_series(1, {MANY}) as n"
    )
    few = peak_megabytes(lending, tmp_path / "few", FEW)
    many = peak_megabytes(lending, tmp_path / "many", MANY)
    assert many - few < LIMIT + BATCHES, (
        f"{few:.0f} MB for {FEW:,} rows, {many:.0f} MB for {MANY:,}"
    )
