"""One loan on one day, with everything that its features may read."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from tests.features.reference_book import (
    Book,
    Row,
    customer_at,
    half_up,
    loan_at,
    other_loans_at,
    pulls_at,
)
from tests.features.reference_ledger import Ledger, Ledgers

SEEDS = Path(__file__).parents[2] / "dbt_project/seeds/features"
Features = dict[str, Any]


@cache
def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def in_force(name: str, day: date, since: str = "valid_from", **key: str) -> dict[str, str] | None:
    """The newest row of a dated seed for the key on the day."""
    rows = [
        row
        for row in seed(name)
        if row[since] <= day.isoformat() and all(row[k] == v for k, v in key.items())
    ]
    return max(rows, key=lambda row: row[since], default=None)


def code(name: str, wording: str | None) -> str | None:
    return next((r["code"] for r in seed(name) if r["synonym"] == (wording or "").lower()), None)


def ratio(numerator: Any, denominator: Any, cap: float = math.inf) -> float | None:
    """None without a numerator, without a denominator, and on a denominator of 0."""
    if numerator is None or not denominator:
        return None
    return min(float(numerator) / float(denominator), cap)


def exchange_rate(loan: Row, day: date) -> Decimal | None:
    if loan["currency"] in (None, "INR"):
        return Decimal(1)
    row = in_force("fx_rates", day, currency=loan["currency"], book_currency="INR")
    return Decimal(row["rate"]) if row else None


def in_rupees(loan: Row, amount: Decimal | None) -> Decimal | None:
    """An amount of the loan's contract, at the rate of its application."""
    rate = exchange_rate(loan, loan["application_date"])
    return None if amount is None or rate is None else half_up(amount * rate)


@dataclass
class Case:
    book: Book
    loan_id: str
    day: date
    ledgers: Ledgers = field(repr=False)

    def __post_init__(self) -> None:
        loan = loan_at(self.book, self.loan_id, self.day)
        assert loan, (self.loan_id, self.day)
        self.loan: Row = loan
        self.customer = customer_at(self.book, loan["customer_id"], self.day)
        self.others = other_loans_at(self.book, loan, self.day)
        self.opened_others = {key: o for key, o in self.others.items() if o["opened_on"]}
        self.pulls = pulls_at(self.book, loan["customer_id"], self.day)
        is_fresh = bool(self.pulls) and (self.day - self.pulls[-1]["pull_date"]).days <= 180
        self.pull: Row | None = self.pulls[-1] if is_fresh else None
        self.ledger = self.ledger_of(self.loan_id) if loan["opened_on"] else None
        self.is_behaviour = loan["status"] == "disbursed" and self.day > loan["application_date"]

    def ledger_of(self, loan_id: str) -> Ledger:
        return self.ledgers.of(loan_id, self.day)
