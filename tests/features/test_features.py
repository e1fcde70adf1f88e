"""The published features equal their rules, worked out row by row, and know no future."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.command_line import loanbook
from tests.dbt.test_feature_catalogue import catalogue
from tests.features.random_book import RandomBook
from tests.features.reference_behaviour import behaviour, cohort_on, relationship
from tests.features.reference_book import cutoff, loan_at, read_book
from tests.features.reference_case import Case, Features
from tests.features.reference_ledger import Ledger
from tests.features.reference_money import affordability, bureau
from tests.features.reference_terms import applicant, loan_terms

DATES = (date(2023, 2, 28), date(2024, 11, 15), date(2025, 6, 30))
RAW_FILES = ("customers.csv", "loans.csv", "credit_history.csv", "repayments.csv")
Published = dict[tuple[str, date], Features]


def build(raw: Path, home: Path, *dates: date) -> Published:
    as_of = [part for day in dates for part in ("--as-of", str(day))]
    result = loanbook("build", "--raw", raw, "--home", home, *as_of)
    assert result.returncode == 0, result.stderr
    with duckdb.connect(str(home / "loanbook.duckdb"), read_only=True) as connection:
        cursor = connection.execute("select * from marts.mart_loan_features")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {(row["loan_id"], row["as_of_date"]): row for row in rows}


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return RandomBook(loan_count=240, seed=11).write(tmp_path_factory.mktemp("book") / "raw")


@pytest.fixture(scope="module")
def published(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    return build(raw, tmp_path_factory.mktemp("home"), *DATES)


@pytest.fixture(scope="module")
def worked_out(raw: Path) -> Published:
    """Every open loan and undecided application of the dates, with its features."""
    book = read_book(raw)
    rows: Published = {}
    for day in DATES:
        cohort = cohort_on(book, day)
        ledgers: dict[tuple[str, date], Ledger] = {}
        for loan_id in book.loans:
            loan = loan_at(book, loan_id, day)
            if loan and loan["status"] in ("disbursed", "applied"):
                case = Case(book, loan_id, day, ledgers)
                rows[loan_id, day] = {
                    "population": "behaviour" if case.is_behaviour else "application",
                    **applicant(case),
                    **loan_terms(case),
                    **affordability(case),
                    **bureau(case),
                    **behaviour(case),
                    **relationship(case, cohort),
                }
    return rows


def test_every_open_loan_and_undecided_application_has_a_row_of_its_population(
    published: Published, worked_out: Published
) -> None:
    assert {key: row["population"] for key, row in published.items()} == {
        key: row["population"] for key, row in worked_out.items()
    }
    assert min(len({key for key in published if key[1] == day}) for day in DATES) > 50


@pytest.mark.parametrize("feature", [feature["name"] for feature in catalogue()])
def test_a_feature_equals_its_rule_on_every_row(
    feature: str, published: Published, worked_out: Published
) -> None:
    differing = {
        key: (row[feature], worked_out[key][feature])
        for key, row in published.items()
        if not is_same(row[feature], worked_out[key][feature])
    }
    assert not differing


@pytest.mark.parametrize("feature", [feature["name"] for feature in catalogue()])
def test_the_random_book_gives_a_feature_something_to_say(
    feature: str, published: Published
) -> None:
    values = {row[feature] for row in published.values()}
    assert len(values) > 1


def is_same(built: Any, expected: Any) -> bool:
    if built is None or expected is None or isinstance(expected, str):
        return bool(built == expected)
    return math.isclose(float(built), float(expected), rel_tol=1e-9, abs_tol=1e-12)


def keep_rows(source: Path, target: Path, is_kept: Callable[[dict[str, str]], bool]) -> int:
    """Copy the rows that are kept; gives the number of the others."""
    with source.open(newline="") as file:
        reader = csv.DictReader(file)
        rows = list(reader)
    kept = [row for row in rows if is_kept(row)]
    with target.open("w", newline="") as file:
        writer = csv.DictWriter(file, reader.fieldnames or [])
        writer.writeheader()
        writer.writerows(kept)
    return len(rows) - len(kept)


def is_known(row: dict[str, str], day: date) -> bool:
    """Whether the lender knew the row on the day; contractual dues are known with the contract."""
    if row["recorded_at"]:
        return datetime.fromisoformat(row["recorded_at"]) <= cutoff(day)
    events = ("application_date", "pull_date", "payment_date", "status_date")
    return all(date.fromisoformat(row[event]) <= day for event in events if row.get(event))


def poison(source: Path, target: Path, day: date) -> None:
    """The file with every key once more, absurdly, recorded the minute after the cutoff."""
    with source.open(newline="") as file:
        rows = list(csv.DictReader(file))
    recorded_at = str(cutoff(day) + timedelta(minutes=1))
    seen: set[str] = set()
    absurd = []
    for row in rows:
        key = row.get("loan_id", "") + row.get("customer_id", "")
        if key in seen:
            continue
        seen.add(key)
        absurd.append(absurdity(source.stem, row, day) | {"recorded_at": recorded_at})
    with target.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows([*rows, *absurd])


def absurdity(table: str, row: dict[str, str], day: date) -> dict[str, str]:
    yesterday = str(day - timedelta(days=1))
    if table == "customers":
        return row | {"annual_income": "99999999999", "pincode": "000000", "dependents": "99"}
    if table == "loans":
        fate = {"status": "written_off", "written_off_on": yesterday, "loan_amount": "0.01"}
        return row | fate | {"collateral_value": "1", "collateral_valued_on": yesterday}
    if table == "credit_history":
        return row | {"pull_date": yesterday, "credit_score": "300", "total_accounts": "999"}
    money = {"receipt_id": "absurd", "payment_date": yesterday, "amount_paid": "-9999999.99"}
    return dict.fromkeys(row, "") | {"loan_id": row["loan_id"], **money}


@pytest.mark.slow
def test_rows_recorded_later_change_nothing(
    raw: Path, published: Published, tmp_path: Path
) -> None:
    """Time machine: without everything that was recorded after the date, its rows are the same."""
    day = DATES[1]
    past = tmp_path / "past"
    past.mkdir()
    removed = sum(
        keep_rows(raw / name, past / name, lambda row: is_known(row, day)) for name in RAW_FILES
    )
    assert removed > 500
    rebuilt = build(past, tmp_path / "home", day)
    assert rebuilt == {key: row for key, row in published.items() if key[1] == day}


@pytest.mark.slow
def test_absurd_rows_of_the_future_change_nothing(
    raw: Path, published: Published, tmp_path: Path
) -> None:
    day = DATES[1]
    poisoned = tmp_path / "poisoned"
    poisoned.mkdir()
    for name in RAW_FILES:
        poison(raw / name, poisoned / name, day)
    rebuilt = build(poisoned, tmp_path / "home", day)
    assert rebuilt == {key: row for key, row in published.items() if key[1] == day}
