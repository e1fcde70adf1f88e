"""The contractual dues: equated, exact to the paisa, on the anchor day."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pytest

from orchestration.demo.applications import annuity
from orchestration.demo.arrays import round_half_up
from tests.unit.demo.conftest import Book

PAISA = Decimal("0.01")
SIGNED = """
    select loan_id, loan_amount, interest_rate_pct, emi_amount, loan_term_months, first_due_date
    from loans where status = 'disbursed' and loan_amount > 0 and loan_type <> 'balloon_2'
    qualify row_number() over (partition by loan_id order by recorded_at) = 1"""
SIGNED_DUES = """
    select distinct loan_id, instalment_number, due_date, amount_due, principal_due, interest_due
    from repayments where instalment_number is not null and amount_due >= 0
    qualify rank() over (partition by loan_id, instalment_number order by due_recorded_at) = 1
    order by loan_id, instalment_number"""
DUES_IN_FORCE = SIGNED_DUES.replace("order by due_recorded_at)", "order by due_recorded_at desc)")


def by_loan(rows: list[tuple[Any, ...]]) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row[1:])
    return found


def contracts(book: Book) -> Iterator[tuple[tuple[Any, ...], list[tuple[Any, ...]]]]:
    """Each loan as signed with its dues as signed; an extension is no part of that."""
    dues = by_loan(book.rows(SIGNED_DUES))
    for loan in book.rows(SIGNED):
        yield loan, dues[loan[0]][: loan[4]]


@pytest.mark.parametrize(
    ("amount", "rate", "term", "expected"),
    [
        (100_000, 12.0, 12, 888_488),
        (1_000_000, 9.5, 60, 2_100_186),
        (2_500_000, 8.5, 240, 2_169_558),
        (500_000, 14.0, 24, 2_400_644),
        (120_000, 0.0, 12, 1_000_000),
    ],
)
def test_the_equated_instalment_is_that_of_the_formula(
    amount: float, rate: float, term: int, expected: int
) -> None:
    paise = annuity(np.array([100.0 * amount]), np.array([rate]), np.array([term]))
    assert round_half_up(paise)[0] == expected


def test_interest_is_the_rounded_interest_on_what_is_left_and_the_last_due_takes_the_rest(
    book: Book,
) -> None:
    checked = 0
    for (_loan_id, amount, rate, instalment, term, _first_due), dues in contracts(book):
        assert len(dues) == term
        balance = amount
        for number, _, due, principal, interest in dues:
            expected = (balance * rate / 1200).quantize(PAISA, ROUND_HALF_UP)
            assert interest == expected
            assert due == principal + interest
            if number < term:
                assert due == instalment
            balance -= principal
            checked += 1
        assert balance == 0
    assert checked > 50_000


def test_dues_fall_on_the_anchor_day_or_on_the_last_day_of_a_shorter_month(book: Book) -> None:
    anchors = set()
    for (*_, first_due), dues in contracts(book):
        anchor = max(day.day for _, day, *_ in dues)
        anchors.add(anchor)
        for number, day, *_parts in dues:
            months = first_due.month - 1 + number - 1
            year, month = first_due.year + months // 12, months % 12 + 1
            assert day == date(year, month, min(anchor, monthrange(year, month)[1]))
    assert {29, 30, 31} <= anchors


def test_principal_in_force_adds_up_to_the_loan_whatever_changed_in_the_contract(
    book: Book,
) -> None:
    dues = by_loan(book.rows(DUES_IN_FORCE))
    amounts = {loan[0]: loan[1] for loan in book.rows(SIGNED)}
    assert {key: sum(due[3] for due in dues[key]) for key in amounts} == amounts


def test_a_changed_contract_leaves_its_old_dues_in_the_book(book: Book) -> None:
    changed = """
        select count(distinct loan_id) from (
            select loan_id from repayments where amount_due >= 0
            group by loan_id, instalment_number having count(distinct due_recorded_at) = 2)"""
    assert book.number(changed) > 20


def test_the_average_loan_has_two_years_of_instalments(book: Book) -> None:
    assert 22 < book.summary.instalments / book.summary.loans < 27
