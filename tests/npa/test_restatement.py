"""What is published as known stays; what comes late is restated beside it, with its reason."""

from __future__ import annotations

from dataclasses import dataclass
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
untimed,C3,personal,2025-01-05,2025-01-05,9000,
"""
DUES_COLUMNS = "loan_id,instalment_number,due_date,amount_due"
RECEIPT_COLUMNS = "receipt_id,payment_date,amount_paid,recorded_at"
DUES = f"""{DUES_COLUMNS},{RECEIPT_COLUMNS}
late payer,1,2025-02-05,1000,,,,
late payer,2,2025-06-05,1000,,,,
neighbour,1,2025-07-05,1000,,,,
unrelated,1,2025-07-05,1000,,,,
untimed,1,2025-02-05,1000,,,,
untimed,2,2025-06-05,1000,,,,
"""
# paid on 4 May, a day before the loans would turn non-performing: one receipt is recorded on 9 May,
# three days after the night, the other stands without a record time in a later file
LATE_RECEIPTS = """late payer,,,,R1,2025-05-04,1000,2025-05-09 10:00:00
untimed,,,,R2,2025-05-04,1000,
"""

TOLD_LATE = "told late,C2,personal,2025-05-01,2025-05-02,5000,2025-05-08 12:00:00\n"

NIGHT, NEXT_NIGHT = "2025-05-06", "2025-05-09"


def write_book(raw: Path, repayments: str, loans: str = LOANS) -> Path:
    raw.mkdir(parents=True, exist_ok=True)
    (raw / "customers.csv").write_text("customer_id\nC1\nC2\nC3\n")
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


@dataclass(frozen=True)
class TwoNights:
    """A published night, and the home in which it ran again with newer files, and the next."""

    home: Path
    first_classification: list[tuple[Any, ...]]
    first_features: list[tuple[Any, ...]]


OF_FIRST_NIGHT = f"where as_of_date = '{NIGHT}' order by all"


@pytest.fixture(scope="module")
def two_nights(tmp_path_factory: pytest.TempPathFactory) -> TwoNights:
    folder = tmp_path_factory.mktemp("late_receipt")
    raw, home = write_book(folder / "raw", DUES), folder / "home"
    build(raw, home, NIGHT)
    first = TwoNights(
        home,
        rows(home, f"from marts.loan_npa_status {OF_FIRST_NIGHT}"),
        rows(home, f"from marts.mart_loan_features {OF_FIRST_NIGHT}"),
    )
    write_book(raw, DUES + LATE_RECEIPTS, LOANS + TOLD_LATE)
    build(raw, home, NIGHT, NEXT_NIGHT)
    return first


def test_a_receipt_recorded_three_days_late_leaves_the_published_day_as_it_was(
    two_nights: TwoNights,
) -> None:
    known = classes(two_nights.home, "marts.loan_npa_status", NIGHT)
    assert known == {
        "late payer": "SUBSTANDARD",
        "neighbour": "SUBSTANDARD",
        "unrelated": "STANDARD",
        "untimed": "SUBSTANDARD",
    }


def test_a_rerun_of_a_published_night_does_not_rewrite_it(two_nights: TwoNights) -> None:
    published = rows(two_nights.home, f"from marts.loan_npa_status {OF_FIRST_NIGHT}")
    assert published == two_nights.first_classification


def test_features_of_the_day_stay_too_and_those_of_the_day_after_know_of_the_receipt(
    two_nights: TwoNights,
) -> None:
    """Without a record time nobody can say what was known: such a loan's row follows the files."""
    features = rows(two_nights.home, f"from marts.mart_loan_features {OF_FIRST_NIGHT}")
    assert [row for row in features if row[0] != "untimed"] == [
        row for row in two_nights.first_features if row[0] != "untimed"
    ]
    arrears = rows(
        two_nights.home,
        "select cast(as_of_date as varchar), current_dpd from marts.mart_loan_features "
        "where loan_id = 'late payer' order by 1",
    )
    assert arrears == [(NIGHT, 90), (NEXT_NIGHT, 0)]


def test_the_same_receipt_restates_the_day_for_all_loans_of_the_borrower(
    two_nights: TwoNights,
) -> None:
    restated = classes(two_nights.home, "marts.loan_npa_status_restated", NIGHT)
    assert set(restated.values()) == {"STANDARD"}


def test_a_restated_loan_is_listed_with_what_came_late_and_what_was_published(
    two_nights: TwoNights,
) -> None:
    """Of a loan without record times the first published night wins, and no time can be told."""
    listed = rows(
        two_nights.home,
        "select loan_id, reason, known_borrower_class, borrower_class, "
        "known_provision, provision, cast(known_from as varchar) "
        f"from marts.restated_loans where as_of_date = '{NIGHT}' and change = 'changed' order by 1",
    )
    assert listed == [
        (
            *("late payer", "receipt", "SUBSTANDARD", "STANDARD"),
            *(Decimal("2250.00"), Decimal("32.00"), "2025-05-09 10:00:00"),
        ),
        (
            *("neighbour", "another loan of the borrower: receipt", "SUBSTANDARD", "STANDARD"),
            *(Decimal("2250.00"), Decimal("36.00"), "2025-05-09 10:00:00"),
        ),
        (
            *("untimed", "no record time", "SUBSTANDARD", "STANDARD"),
            *(Decimal("2250.00"), Decimal("32.00"), None),
        ),
    ]


def test_a_night_that_nothing_came_late_for_is_restated_as_it_was_published(
    two_nights: TwoNights,
) -> None:
    assert classes(two_nights.home, "marts.loan_npa_status", NEXT_NIGHT) == classes(
        two_nights.home, "marts.loan_npa_status_restated", NEXT_NIGHT
    )


def test_a_loan_that_was_told_of_late_is_added_to_the_restated_day(two_nights: TwoNights) -> None:
    home = two_nights.home
    assert "told late" not in classes(home, "marts.loan_npa_status", NIGHT)
    assert classes(home, "marts.loan_npa_status_restated", NIGHT)["told late"] == "STANDARD"
    listed = rows(
        home,
        "select change, reason, known_provision from marts.restated_loans "
        "where loan_id = 'told late'",
    )
    assert listed == [("added", "disbursal", None)]
