"""The published classification equals the worked cases, and a day-by-day engine."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.command_line import loanbook
from tests.conftest import PROOFS_ARE_SHORT
from tests.npa.random_borrowers import FIRST_DAY, LAST_DAY, Borrowers, random_borrowers
from tests.npa.random_borrowers import write_raw_tables as write_random_tables
from tests.npa.reference_engine import Facility, borrower_days, bucket
from tests.npa.worked_cases import checkpoint_dates, loan_key, worked_cases, write_raw_tables

Published = dict[tuple[str, str], dict[str, Any]]


def build(raw: Path, home: Path, dates: list[str]) -> Published:
    arguments = [part for day in dates for part in ("--as-of", day)]
    result = loanbook("build", "--raw", raw, "--home", home, *arguments)
    assert result.returncode == 0, result.stderr
    with duckdb.connect(str(home / "loanbook.duckdb"), read_only=True) as connection:
        cursor = connection.execute("select * from marts.loan_npa_status")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return {(row["loan_id"], str(row["as_of_date"])): row for row in rows}


@pytest.fixture(scope="module")
def published_cases(tmp_path_factory: pytest.TempPathFactory) -> Published:
    folder = tmp_path_factory.mktemp("worked_cases")
    cases = worked_cases()
    write_raw_tables(cases, folder / "raw")
    return build(folder / "raw", folder / "home", checkpoint_dates(cases))


@pytest.mark.real_input
@pytest.mark.parametrize("case", worked_cases(), ids=lambda case: case["case_id"])
def test_every_checkpoint_of_a_worked_case_is_met_in_every_field(
    case: dict[str, Any], published_cases: Published
) -> None:
    for point in case["checkpoints"]:
        of_borrower = {key: point[key] for key in ("borrower_class", "is_npa", "npa_date")}
        for loan in point["loans"]:
            published = published_cases[loan_key(case, loan), point["as_of"]]
            of_loan = {k: v for k, v in loan.items() if k not in ("loan_id", "provision_basis")}
            for field, expected in (of_loan | of_borrower).items():
                assert as_text(published[field], expected) == expected, (point["as_of"], field)
        total = sum(
            published_cases[loan_key(case, row), point["as_of"]]["provision"]
            for row in point["loans"]
        )
        assert total == Decimal(point["total_provision"])


def as_text(value: Any, expected: Any) -> Any:
    """A published value as the cases write it; equal amounts have the same text."""
    if isinstance(value, Decimal):
        return expected if value == Decimal(expected) else str(value)
    return str(value) if isinstance(value, date) else value


def assert_equals_the_day_by_day_engine(
    borrowers: Borrowers, folder: Path, date_count: int
) -> None:
    dice = random.Random(len(borrowers))
    span = (LAST_DAY - FIRST_DAY).days
    dates = sorted(
        {FIRST_DAY + timedelta(days=dice.randrange(200, span)) for _ in range(date_count)}
    )
    write_random_tables(borrowers, folder / "raw")
    published = build(folder / "raw", folder / "home", [str(day) for day in dates])
    compared = 0
    for facilities in borrowers.values():
        days = borrower_days(facilities, dates[-1])
        for day in dates:
            for facility in facilities:
                row = published.get((facility.loan_id, str(day)))
                assert (row is not None) == is_shown([facility], day), (facility.loan_id, day)
                if row is None:
                    continue
                borrower = days[day]
                state = borrower.facilities[facility.loan_id]
                expected = {
                    "dpd": state.dpd(day),
                    "overdue_day_no": state.dpd(day) + 1 if state.oldest_unpaid else 0,
                    "is_overdue": state.oldest_unpaid is not None,
                    "oldest_unpaid_due_date": state.oldest_unpaid,
                    "overdue_amount": Decimal(state.overdue) / 100,
                    "unapplied_advance": Decimal(state.advance) / 100,
                    "principal_outstanding": Decimal(state.outstanding) / 100,
                    "facility_bucket": bucket(state, day),
                    "borrower_class": borrower.borrower_class,
                    "is_npa": borrower.npa_date is not None,
                    "npa_date": borrower.npa_date,
                }
                got = {field: row[field] for field in expected}
                assert got == expected, (facility.loan_id, day)
                compared += 1
    assert compared > len(borrowers)
    assert_any_day_of_the_history_is_the_engines(borrowers, folder / "home", dates[-1])


def assert_any_day_of_the_history_is_the_engines(
    borrowers: Borrowers, home: Path, last_day: date
) -> None:
    """The class history, asked for random days no night was run for, gives the engine's classes."""
    dice = random.Random(len(borrowers) + 1)
    span = (last_day - FIRST_DAY).days
    asked = [FIRST_DAY + timedelta(days=dice.randrange(0, span)) for _ in range(50)]
    engine = {key: borrower_days(facilities, last_day) for key, facilities in borrowers.items()}
    with duckdb.connect(str(home / "loanbook.duckdb"), read_only=True) as connection:
        for day in asked:
            history = {
                customer_id: (borrower_class, npa_date)
                for customer_id, borrower_class, npa_date in connection.execute(
                    "select customer_id, borrower_class, npa_date from marts.npa_class_on(?)", [day]
                ).fetchall()
            }
            assert history == {
                key: (days[day].borrower_class, days[day].npa_date)
                for key, days in engine.items()
                if day in days and is_shown(borrowers[key], day)
            }, day


def is_shown(facilities: list[Facility], day: date) -> bool:
    """Some facility has begun and, if it was closed, its month has not ended."""
    return any(
        facility.opened_on <= day
        and (
            facility.closed_on is None
            or (day.year, day.month) <= (facility.closed_on.year, facility.closed_on.month)
        )
        for facility in facilities
    )


def test_random_borrowers_are_classified_as_the_day_by_day_engine_does(tmp_path: Path) -> None:
    assert_equals_the_day_by_day_engine(random_borrowers(400, seed=3), tmp_path, date_count=12)


@pytest.mark.slow
def test_thousands_of_random_borrowers_are_classified_as_the_day_by_day_engine_does(
    tmp_path: Path,
) -> None:
    count, date_count = (1000, 20) if PROOFS_ARE_SHORT else (4000, 50)
    assert_equals_the_day_by_day_engine(random_borrowers(count, seed=11), tmp_path, date_count)
