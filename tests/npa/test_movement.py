"""The movement of gross NPAs ties between the month-ends of a demo book, and to a plain recount."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.demo import DemoSettings, generate
from tests.command_line import loanbook

REPOSITORY = Path(__file__).parents[2]
ZERO = Decimal("0.00")
MONTH_ENDS = [
    *(date(2024, month, day) for month, day in ((3, 31), (4, 30), (5, 31), (6, 30), (7, 31))),
    *(date(2024, month, day) for month, day in ((8, 31), (9, 30), (10, 31), (11, 30), (12, 31))),
    *(date(2025, month, day) for month, day in ((1, 31), (2, 28), (3, 31), (4, 30), (5, 31))),
    date(2025, 6, 30),
]

Row = dict[str, Any]


@pytest.fixture(scope="module")
def month_ends(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("month_ends")
    generate(DemoSettings(loans=3000, seed=9), folder / "raw")
    dates = [part for day in MONTH_ENDS for part in ("--as-of", day.isoformat())]
    built = loanbook("build", "--raw", folder / "raw", "--home", folder / "home", *dates)
    assert built.returncode == 0, built.stderr
    return folder / "home" / "loanbook.duckdb"


def query(warehouse: Path, sql: str) -> list[Row]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        cursor = connection.execute(sql)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def movements(warehouse: Path, relation: str) -> dict[date, dict[str, Decimal]]:
    lines: dict[date, dict[str, Decimal]] = defaultdict(dict)
    for row in query(warehouse, f"select as_of_date, line, amount from {relation}"):
        lines[row["as_of_date"]][row["line"]] = row["amount"]
    return lines


def recounted(opening: dict[str, Row], closing: dict[str, Row]) -> dict[str, Decimal]:
    """The lines from the rules, loan by loan."""
    lines = dict.fromkeys(
        ("opening", "slippage", "increases", "upgrades", "recoveries", "write_offs", "closing"),
        ZERO,
    )
    for loan_id in opening.keys() | closing.keys():
        before, after = opening.get(loan_id), closing.get(loan_id)
        owed = before["principal_outstanding"] if before and is_gross_npa(before) else None
        owes = after["principal_outstanding"] if after and is_gross_npa(after) else None
        if owes is not None:
            lines["closing"] += owes
            if owed is None:
                lines["slippage"] += owes
        if owed is None:
            continue
        lines["opening"] += owed
        if owes is not None:
            lines["increases"] += max(owes - owed, ZERO)
            lines["recoveries"] += max(owed - owes, ZERO)
        elif after and after["written_off_on"]:
            lines["write_offs"] += after["principal_written_off"]
            lines["recoveries"] += max(owed - after["principal_written_off"], ZERO)
            lines["increases"] += max(after["principal_written_off"] - owed, ZERO)
        elif after is None or after["closed_on"]:
            lines["recoveries"] += owed
        else:
            lines["upgrades"] += owed
    return lines


def is_gross_npa(row: Row) -> bool:
    return row["is_npa"] and row["closed_on"] is None and row["written_off_on"] is None


def test_the_movement_ties_on_every_pair_of_consecutive_month_ends(month_ends: Path) -> None:
    told = movements(month_ends, "marts.npa_movement")
    assert sorted(told) == MONTH_ENDS[1:]
    for earlier, later in pairwise(MONTH_ENDS):
        line = told[later]
        gains = line["opening"] + line["slippage"] + line["increases"]
        losses = line["upgrades"] + line["recoveries"] + line["write_offs"]
        assert gains - losses == line["closing"], later
        assert min(line.values()) >= 0
        if earlier in told:
            assert line["opening"] == told[earlier]["closing"]
    # nothing is raised again in a demo book; every other line moves
    moved = {name for lines in told.values() for name, amount in lines.items() if amount > 0}
    assert moved == told[MONTH_ENDS[-1]].keys() - {"increases"}


def test_every_line_equals_a_recount_loan_by_loan(month_ends: Path) -> None:
    told = movements(month_ends, "marts.npa_movement")
    days: dict[date, dict[str, Row]] = defaultdict(dict)
    for row in query(month_ends, "from marts.loan_npa_status"):
        days[row["as_of_date"]][row["loan_id"]] = row
    for earlier, later in pairwise(MONTH_ENDS):
        assert told[later] == recounted(days[earlier], days[later]), later


def test_the_movement_between_any_two_published_dates_ties(month_ends: Path) -> None:
    lines = {
        row["line"]: row["amount"]
        for row in query(
            month_ends, "from marts.npa_movement_between(date '2024-03-31', date '2025-06-30')"
        )
    }
    told = movements(month_ends, "marts.npa_movement")
    assert lines["opening"] == told[MONTH_ENDS[1]]["opening"]
    assert lines["closing"] == told[MONTH_ENDS[-1]]["closing"]
    gains = lines["opening"] + lines["slippage"] + lines["increases"]
    assert gains - lines["upgrades"] - lines["recoveries"] - lines["write_offs"] == lines["closing"]


def test_since_the_last_month_end_and_since_the_last_night_are_one_on_month_ends(
    month_ends: Path,
) -> None:
    assert movements(month_ends, "marts.npa_movement") == movements(
        month_ends, "marts.npa_movement_monthly"
    )


def test_moves_between_classes_hold_the_whole_book_at_both_ends(month_ends: Path) -> None:
    moved = query(
        month_ends,
        "select as_of_date, previous_as_of_date, sum(opening_outstanding) as opening, "
        "sum(closing_outstanding) as closing from marts.npa_class_moves group by all",
    )
    books = {
        row["as_of_date"]: row["outstanding"]
        for row in query(
            month_ends,
            "select as_of_date, sum(principal_outstanding) as outstanding "
            "from marts.loan_npa_status where closed_on is null and written_off_on is null "
            "group by as_of_date",
        )
    }
    assert len(moved) == len(MONTH_ENDS) - 1
    for row in moved:
        assert row["opening"] == books[row["previous_as_of_date"]]
        assert row["closing"] == books[row["as_of_date"]]


def test_the_history_as_known_on_a_night_holds_that_nights_classes(month_ends: Path) -> None:
    for day in MONTH_ENDS:
        night = query(
            month_ends,
            "select customer_id, borrower_class, npa_date from marts.borrower_npa_status "
            f"where as_of_date = date '{day}' order by customer_id",
        )
        history = query(
            month_ends,
            "select customer_id, borrower_class, npa_date from "
            f"marts.npa_class_on(date '{day}', known_by := date '{day}') order by customer_id",
        )
        assert history == night, day


@pytest.mark.parametrize("page", ["README.md", "docs/asset-classification.md"])
def test_the_pages_queries_on_the_classification_find_rows(page: str, month_ends: Path) -> None:
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    asked = [
        query
        for query in re.findall(r"```sql\n(.*?)```", text, re.DOTALL)
        if re.search(r"marts\.\w*npa_", query) and "mart_loan_features" not in query
    ]
    assert len(asked) >= 3
    for query in asked:
        assert query_text(month_ends, query), query


def query_text(warehouse: Path, sql: str) -> list[Row]:
    """The rows of a query as a page has it; a small book may have nobody a week away."""
    return query(
        warehouse,
        sql.replace("amount_to_stay_out_7d > 0", "amount_to_stay_out_7d >= 0").rstrip("\n;"),
    )
