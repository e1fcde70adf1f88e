"""What bad input gets: the stated answer, and a published warehouse that is what it was."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration.demo import DemoSettings, generate
from orchestration.lock import run_lock
from tests.command_line import loanbook
from tests.integration.conftest import AS_OF_DATE, Night, SecondNight


@pytest.fixture
def home(second_night: SecondNight, tmp_path: Path) -> Path:
    """A copy of the home in which the two good nights ran."""
    copy = tmp_path / "home"
    shutil.copytree(second_night.night.home, copy)
    return copy


@pytest.fixture
def raw(book: Path, tmp_path: Path) -> Path:
    """A copy of the good book, to be spoilt."""
    copy = tmp_path / "raw"
    shutil.copytree(book, copy)
    return copy


def published_state(home: Path) -> dict[str, str]:
    """A hash of every published file, and its place on the disk."""
    folders = ("models", "reports", "exports")
    files = [home / "loanbook.duckdb", *(p for f in folders for p in (home / f).rglob("*"))]
    return {
        f"{path.relative_to(home)} {path.stat().st_ino}": hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in files
        if path.is_file()
    }


def part(raw: Path, table: str) -> Path:
    return next((raw / table).iterdir())


def remove_table(raw: Path) -> str:
    shutil.rmtree(raw / "repayments")
    return "table repayments: none of repayments.parquet"


def remove_column(raw: Path) -> str:
    path = part(raw, "loans")
    pq.write_table(pq.read_table(path).drop_columns(["application_date"]), path)
    return "has no column application_date"


def truncate(raw: Path) -> str:
    path = part(raw, "repayments")
    path.write_bytes(path.read_bytes()[:-100])
    return f"repayments/{path.name} cannot be read"


def replace_by_text(raw: Path) -> str:
    path = part(raw, "customers")
    path.write_text("see attachment", encoding="utf-8")
    return f"customers/{path.name} cannot be read"


def cut_a_csv_row(raw: Path) -> str:
    shutil.rmtree(raw / "customers")
    (raw / "customers.csv").write_text("customer_id,state\nC1,Kerala\nC2\n", encoding="utf-8")
    return "customers.csv cannot be read: line 3 has 1 columns where the header has 2"


@pytest.mark.parametrize(
    "spoil", [remove_table, remove_column, truncate, replace_by_text, cut_a_csv_row]
)
def test_a_file_that_cannot_be_used_stops_the_run_before_anything_is_built(
    home: Path, raw: Path, spoil: Callable[[Path], str]
) -> None:
    expected = spoil(raw)
    before = published_state(home)
    done = loanbook("nightly", "--as-of", "2025-06-01", "--raw", raw, "--home", home)
    assert done.returncode == 2
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("loanbook: ")]
    assert expected in line
    assert "Traceback" not in done.stderr
    assert published_state(home) == before


def test_a_failed_run_is_on_record_with_its_reason(home: Path, raw: Path) -> None:
    expected = remove_table(raw)
    loanbook("nightly", "--as-of", "2025-06-01", "--raw", raw, "--home", home)
    record = json.loads(sorted((home / "runs").glob("*.json"))[-1].read_text(encoding="utf-8"))
    assert record["outcome"] == "failed"
    assert expected in record["error"]
    findings = json.loads(loanbook("doctor", "--home", home, "--json").stdout)
    assert expected in findings["runs"]["last error"]
    assert findings["home"]["lock"] == "free"


def test_too_much_in_quarantine_stops_the_run(home: Path, book: Path) -> None:
    before = published_state(home)
    limit = "quarantine_limit=0.00001"
    done = loanbook(
        "nightly", "--as-of", "2025-06-01", "--raw", book, "--home", home, "--set", limit
    )
    assert done.returncode == 3
    line = done.stderr.splitlines()[-1]
    assert "keys" in line
    assert "raise quarantine_limit" in line
    assert published_state(home) == before


def test_a_check_that_fails_publishes_nothing(home: Path, book: Path) -> None:
    with duckdb.connect(str(home / "loanbook.duckdb")) as connection:
        connection.execute(
            "insert into marts.loan_npa_status select * from marts.loan_npa_status limit 1"
        )
    before = published_state(home)
    done = loanbook("nightly", "--as-of", "2025-06-01", "--raw", book, "--home", home)
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("loanbook: ")]
    assert "test unique_grain_loan_npa_status" in line
    assert "nothing was published" in line
    assert published_state(home) == before


def test_a_run_that_meets_the_lock_changes_nothing(home: Path, book: Path) -> None:
    before = published_state(home)
    with run_lock(home / "run.lock", "loanbook nightly"):
        done = loanbook("nightly", "--as-of", "2025-06-01", "--raw", book, "--home", home)
    assert done.returncode == 4
    assert published_state(home) == before


def test_a_model_that_was_tampered_with_is_not_used(home: Path, book: Path) -> None:
    model = next((home / "models").glob("behaviour-*/model.json"))
    model.write_text(model.read_text(encoding="utf-8").replace("0.", "1.", 1), encoding="utf-8")
    version = model.parent.name
    before = published_state(home)
    promoted = loanbook("promote", version, "--home", home)
    assert promoted.returncode == 1
    assert "was changed after it was saved" in promoted.stderr
    assert published_state(home) == before


def test_a_version_is_promoted_by_name_from_the_next_day_on(home: Path) -> None:
    version = next((home / "models").glob("behaviour-*")).name
    done = loanbook(
        "promote", version, "--home", home, "--by", "Meera", "--reason", "validated", "--json"
    )
    row = next(row for row in json.loads(done.stdout) if row["model_version"] == version)
    assert (row["state"], row["promoted_by"], row["promoted_reason"]) == (
        "champion",
        "Meera",
        "validated",
    )
    assert row["effective_from"] == "2025-06-01"


def test_a_rollback_needs_an_earlier_champion(home: Path) -> None:
    before = published_state(home)
    done = loanbook("rollback", "--home", home, "--population", "behaviour")
    assert done.returncode == 2
    assert "no earlier champion of behaviour" in done.stderr
    assert published_state(home) == before


@pytest.fixture(scope="module")
def thin_night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """A night over a book too small to train on, whose bureau table is empty."""
    folder = tmp_path_factory.mktemp("thin")
    generate(DemoSettings(loans=150, seed=3), folder / "raw")
    bureau = part(folder / "raw", "credit_history")
    pq.write_table(pq.read_table(bureau).slice(0, 0), bureau)
    done = loanbook(
        "nightly", "--as-of", AS_OF_DATE, "--raw", folder / "raw", "--home", folder / "home"
    )
    assert done.returncode == 0, done.stderr
    record = next((folder / "home" / "runs").glob("*.json"))
    return Night(
        folder / "home", done.stdout, done.stderr, json.loads(record.read_text(encoding="utf-8"))
    )


def test_too_few_outcomes_leave_the_scores_empty_and_all_else_built(thin_night: Night) -> None:
    assert thin_night.value("select count(*) from scores.loan_scores") == 0
    assert thin_night.value("select count(*) from marts.mart_loan_features") > 0
    assert thin_night.value("select count(*) from marts.loan_npa_status") > 0
    reasons = dict(
        thin_night.rows("select population, reason from ml.training_attempts where not is_promoted")
    )
    assert set(reasons) == {"application", "behaviour"}
    assert all("bad" in reason or "labelled rows" in reason for reason in reasons.values())
    assert any("no family has a champion" in note for note in thin_night.record["notes"]) or any(
        "not scored" in note for note in thin_night.record["notes"]
    )


def test_the_report_says_why_there_are_no_scores(thin_night: Night) -> None:
    page = thin_night.report.read_text(encoding="utf-8")
    (reason,) = thin_night.rows(
        "select reason from ml.training_attempts where population = 'behaviour'"
    )[0]
    assert reason.split(":")[0] in page


def test_an_empty_table_empties_what_is_made_from_it_and_nothing_else(thin_night: Night) -> None:
    assert thin_night.rows(
        "select count(normalized_credit_score), count(age_years) > 0, bool_and(is_bureau_missing) "
        "from marts.mart_loan_features"
    ) == [(0, True, True)]


def test_the_same_rows_as_csv_give_the_same_tables(
    book: Path, first_night: Night, tmp_path: Path
) -> None:
    for folder in book.iterdir():
        rows = duckdb.sql(f"from '{folder}/*.parquet'").to_arrow_table()
        write_csv(rows, tmp_path / "raw" / f"{folder.name}.csv.gz")
    done = loanbook(
        "build", "--as-of", AS_OF_DATE, "--raw", tmp_path / "raw", "--home", tmp_path / "home"
    )
    assert done.returncode == 0, done.stderr
    record = json.loads(next((tmp_path / "home" / "runs").glob("*.json")).read_text())
    for relation in ("marts.loan_npa_status", "marts.borrower_npa_status"):
        assert record["table_hashes"][relation] == first_night.record["table_hashes"][relation], (
            relation
        )


def write_csv(rows: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.register("rows", rows)
        connection.execute(f"copy rows to '{path}' (header, compression gzip)")
