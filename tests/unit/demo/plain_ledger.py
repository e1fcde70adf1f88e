"""A ledger read day by day in plain Python; it shares no code with the generator."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

Row = dict[str, Any]


@dataclass
class PlainLoan:
    """One loan as its raw rows tell it."""

    loan_id: str
    disbursed_on: date
    closed_on: date | None = None
    settled_on: date | None = None
    written_off_on: date | None = None
    dues: dict[int, tuple[datetime, date, Decimal]] = field(default_factory=dict)
    receipts: dict[str, tuple[date, Decimal]] = field(default_factory=dict)


def rows_of(book: Path, table: str) -> Iterator[Row]:
    for path in sorted((book / table).glob("*.parquet")):
        yield from pq.read_table(path).to_pylist()


def read_loans(book: Path) -> dict[str, PlainLoan]:
    """The disbursed loans of a book; rows that break a rule are set aside as the contract says."""
    loans: dict[str, PlainLoan] = {}
    seen: dict[str, datetime] = {}
    for row in rows_of(book, "loans"):
        is_broken = row["loan_amount"] <= 0 or row["loan_type"] == "balloon_2"
        if is_broken or row["disbursed_on"] is None:
            continue
        if row["loan_id"] in seen and row["recorded_at"] < seen[row["loan_id"]]:
            continue
        seen[row["loan_id"]] = row["recorded_at"]
        loans[row["loan_id"]] = PlainLoan(
            row["loan_id"],
            row["disbursed_on"],
            row["closed_on"],
            row["settled_on"],
            row["written_off_on"],
        )
    conflicting: dict[str, set[tuple[date, Decimal]]] = defaultdict(set)
    for row in rows_of(book, "repayments"):
        loan = loans.get(row["loan_id"])
        if loan is None:
            continue
        if row["instalment_number"] is not None and row["amount_due"] >= 0:
            version = (row["due_recorded_at"], row["due_date"], row["amount_due"])
            held = loan.dues.get(row["instalment_number"])
            if held is None or held[0] < version[0]:
                loan.dues[row["instalment_number"]] = version
        if row["amount_paid"] is not None and row["payment_status"] == "paid":
            receipt = (row["payment_date"], row["amount_paid"])
            conflicting[row["receipt_id"]].add(receipt)
            loan.receipts[row["receipt_id"]] = receipt
    for loan in loans.values():
        loan.receipts = {
            key: receipt for key, receipt in loan.receipts.items() if len(conflicting[key]) == 1
        }
    return loans


def add_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def dpd_by_day(loan: PlainLoan, last_day: date) -> Iterator[tuple[date, int]]:
    """Days past due at each day-end from disbursal, oldest due first, while the loan is alive."""
    dues = sorted((day, number, amount) for number, (_, day, amount) in loan.dues.items())
    if loan.written_off_on:
        dues = [due for due in dues if due[0] < loan.written_off_on]
    over = loan.closed_on or loan.settled_on or date.max
    day = loan.disbursed_on
    while day <= last_day and day < over:
        money = sum(
            (amount for paid_on, amount in loan.receipts.values() if paid_on <= day), Decimal(0)
        )
        oldest = None
        for due_day, _, amount in dues:
            if due_day > day:
                break
            if money < amount:
                oldest = due_day
                break
            money -= amount
        yield day, (day - oldest).days if oldest else 0
        day += timedelta(days=1)


def first_bad_day(loan: PlainLoan, as_of_date: date) -> date | None:
    """First day in (disbursal, + 12 months] at 90 days past due, or the write-off in it."""
    end = min(add_months(loan.disbursed_on, 12), as_of_date)
    for day, dpd in dpd_by_day(loan, end):
        is_written_off = loan.written_off_on is not None and loan.written_off_on <= day
        if day > loan.disbursed_on and (dpd >= 90 or is_written_off):
            return day
    return None
