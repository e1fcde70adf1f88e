"""What is published as known stays; what comes late is restated beside it, with its reason."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.command_line import loanbook

LOANS = """loan_id,customer_id,loan_type,application_date,disbursed_on,loan_amount,recorded_at
late payer,C1,personal,2025-01-05,2025-01-05,9000,2025-01-05 12:00:00
neighbour,C1,personal,2025-01-05,2025-01-05,9000,2025-01-05 12:00:00
unrelated,C2,personal,2025-01-05,2025-01-05,9000,2025-01-05 12:00:00
"""
DUES_COLUMNS = "loan_id,instalment_number,due_date,amount_due"
RECEIPT_COLUMNS = "receipt_id,payment_date,amount_paid,recorded_at"
DUES = f"""{DUES_COLUMNS},{RECEIPT_COLUMNS}
late payer,1,2025-02-05,1000,,,,
late payer,2,2025-06-05,1000,,,,
neighbour,1,2025-07-05,1000,,,,
unrelated,1,2025-07-05,1000,,,,
"""
# paid on 4 May, a day before the loan would turn non-performing, and recorded on 9 May
LATE_RECEIPT = "late payer,,,,R1,2025-05-04,1000,2025-05-09 10:00:00\n"

TOLD_LATE = "told late,C2,personal,2025-05-01,2025-05-02,5000,2025-05-08 12:00:00\n"

NIGHT, NEXT_NIGHT = "2025-05-06", "2025-05-09"


def write_book(raw: Path, repayments: str, loans: str = LOANS) -> Path:
    raw.mkdir(parents=True, exist_ok=True)
    (raw / "customers.csv").write_text("customer_id\nC1\nC2\n")
    (raw / "credit_history.csv").write_text("customer_id,pull_date\n")
    (raw / "loans.csv").write_text(loans)
    (raw / "repayments.csv").write_text(repayments)
    return raw


def build(raw: Path, home: Path, *dates: str) -> None:
    arguments = [part for day in dates for part in ("--as-of", day)]
    result = loanbook("build", "--raw", raw, "--home", home, *arguments)
    assert result.returncode == 0, result.stderr


def rows(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home / "loanbook.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def classes(home: Path, relation: str, day: str) -> dict[str, str]:
    return dict(
        rows(home, f"select loan_id, borrower_class from {relation} where as_of_date = '{day}'")
    )


@pytest.fixture(scope="module")
def two_nights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("late_receipt")
    raw = write_book(folder / "raw", DUES)
    build(raw, folder / "home", NIGHT)
    write_book(folder / "raw", DUES + LATE_RECEIPT, LOANS + TOLD_LATE)
    build(raw, folder / "home", NEXT_NIGHT)
    return folder / "home"


def test_a_receipt_recorded_three_days_late_leaves_the_published_day_as_it_was(
    two_nights: Path,
) -> None:
    known = classes(two_nights, "marts.loan_npa_status", NIGHT)
    assert known == {
        "late payer": "SUBSTANDARD",
        "neighbour": "SUBSTANDARD",
        "unrelated": "STANDARD",
    }


def test_the_same_receipt_restates_the_day_for_all_loans_of_the_borrower(two_nights: Path) -> None:
    restated = classes(two_nights, "marts.loan_npa_status_restated", NIGHT)
    assert set(restated.values()) == {"STANDARD"}


def test_a_restated_loan_is_listed_with_what_came_late_and_what_was_published(
    two_nights: Path,
) -> None:
    listed = rows(
        two_nights,
        "select loan_id, change, reason, known_borrower_class, borrower_class, "
        "known_provision, provision, cast(known_from as varchar) "
        f"from marts.restated_loans where as_of_date = '{NIGHT}' and change = 'changed' order by 1",
    )
    assert listed == [
        (
            *("late payer", "changed", "receipt", "SUBSTANDARD", "STANDARD"),
            *(Decimal("2250.00"), Decimal("32.00"), "2025-05-09 10:00:00"),
        ),
        (
            *("neighbour", "changed", "another loan of the borrower: receipt"),
            *("SUBSTANDARD", "STANDARD"),
            *(Decimal("2250.00"), Decimal("36.00"), "2025-05-09 10:00:00"),
        ),
    ]


def test_a_night_that_nothing_came_late_for_is_restated_as_it_was_published(
    two_nights: Path,
) -> None:
    assert classes(two_nights, "marts.loan_npa_status", NEXT_NIGHT) == classes(
        two_nights, "marts.loan_npa_status_restated", NEXT_NIGHT
    )


def test_a_rerun_of_a_published_night_does_not_rewrite_it(two_nights: Path) -> None:
    before = rows(two_nights, "from marts.loan_npa_status order by all")
    build(two_nights.parent / "raw", two_nights, NIGHT)
    assert rows(two_nights, "from marts.loan_npa_status order by all") == before


def test_without_record_times_the_first_published_night_wins_and_the_correction_is_restated(
    tmp_path: Path,
) -> None:
    def undated(text: str) -> str:
        lines = [line.split(",") for line in text.strip().split("\n")]
        return "\n".join(",".join(cells[:-1]) for cells in lines) + "\n"

    raw, home = tmp_path / "raw", tmp_path / "home"
    write_book(raw, undated(DUES), undated(LOANS))
    build(raw, home, NIGHT)
    write_book(raw, undated(DUES + LATE_RECEIPT), undated(LOANS))
    build(raw, home, NIGHT, NEXT_NIGHT)
    assert classes(home, "marts.loan_npa_status", NIGHT)["late payer"] == "SUBSTANDARD"
    assert classes(home, "marts.loan_npa_status_restated", NIGHT)["late payer"] == "STANDARD"
    reasons = rows(home, "select distinct reason from marts.restated_loans")
    assert reasons == [("no record time",)]


def test_a_loan_that_was_told_of_late_is_added_to_the_restated_day(two_nights: Path) -> None:
    assert "told late" not in classes(two_nights, "marts.loan_npa_status", NIGHT)
    assert classes(two_nights, "marts.loan_npa_status_restated", NIGHT)["told late"] == "STANDARD"
    listed = rows(
        two_nights,
        "select change, reason, known_provision from marts.restated_loans "
        "where loan_id = 'told late'",
    )
    assert listed == [("added", "disbursal", None)]
