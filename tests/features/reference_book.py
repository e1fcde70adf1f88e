"""A raw loan book read row by row: what the lender knew on a day, by the contract's two clocks."""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

Row = dict[str, Any]
Groups = dict[str, list[Row]]

ALWAYS = datetime(1900, 1, 1)
CENT = Decimal("0.01")


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def whole_months(first: date, last: date) -> int:
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (last.day < first.day)


def cutoff(day: date) -> datetime:
    """Two in the morning after the day: the last moment that still counts for it."""
    return datetime.combine(day + timedelta(days=1), time(2))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def half_up(amount: Decimal | float) -> Decimal:
    return Decimal(amount).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Book:
    """Rows by their key, each with `known_from`, in the order in which they became known."""

    customers: Groups
    loans: Groups
    pulls: Groups
    dues: Groups
    receipts: Groups
    statuses: Groups
    loan_ids: dict[str, set[str]]


def read_book(folder: Path) -> Book:
    loans = grouped(read(folder / "loans.csv"), "loan_id", "application_date")
    for versions in loans.values():
        for version in versions:
            date_the_fate(version)
    disbursals = {
        key: min(
            (v["disbursed_on"] for v in versions if v["disbursed_on"]),
            default=versions[0]["application_date"],
        )
        for key, versions in loans.items()
    }
    repayments = read(folder / "repayments.csv")
    # one row may tell of a due and of a receipt, each known from its own time
    dues = [dict(row) for row in repayments if row["instalment_number"] is not None]
    for due in dues:
        due["known_from"] = due["due_recorded_at"] or midnight(disbursals[due["loan_id"]])
    # a receipt that several rows tell of came once
    receipts = {
        (row["loan_id"], row["receipt_id"]): row for row in repayments if row["payment_date"]
    }
    statuses = [row for row in repayments if row["status_date"]]
    loan_ids = defaultdict(set)
    for loan_id, versions in loans.items():
        for version in versions:
            loan_ids[version["customer_id"]].add(loan_id)
    return Book(
        customers=grouped(read(folder / "customers.csv"), "customer_id", None),
        loans=loans,
        pulls=grouped(read(folder / "credit_history.csv"), "customer_id", "pull_date"),
        dues=by_key(dues, "loan_id"),
        receipts=grouped(list(receipts.values()), "loan_id", "payment_date"),
        statuses=grouped(statuses, "loan_id", "status_date"),
        loan_ids=loan_ids,
    )


def date_the_fate(version: Row) -> None:
    """A status without its date is dated by its record; a disbursed loan has begun in any case.

    A term in days is told in months, too.
    """
    recorded_on = version["recorded_at"].date() if version["recorded_at"] else None
    status = version["status"] or "disbursed"
    for fate in ("closed", "settled", "written_off"):
        if status == fate:
            version[f"{fate}_on"] = version[f"{fate}_on"] or recorded_on
    if status in ("approved", "rejected", "withdrawn"):
        version["decided_on"] = version["decided_on"] or recorded_on or version["application_date"]
    version["opened_on"] = version["disbursed_on"]
    if version["opened_on"] is None and status in ("disbursed", "closed", "settled", "written_off"):
        first_due = version["first_due_date"]
        version["opened_on"] = (
            add_months(first_due, -1) if first_due else version["application_date"]
        )
    if version["loan_term_months"] is None and version["loan_term_days"] is not None:
        version["loan_term_months"] = version["loan_term_days"] // 30


def loan_at(book: Book, loan_id: str, day: date) -> Row | None:
    """The version that held on the day: later dates blank, the status read off the others."""
    known = [v for v in book.loans[loan_id] if v["known_from"] <= cutoff(day)]
    if not known or known[-1]["application_date"] > day:
        return None
    loan = dict(known[-1])
    dates = ("decided_on", "disbursed_on", "closed_on", "settled_on", "written_off_on", "opened_on")
    for name in dates:
        if loan[name] and loan[name] > day:
            loan[name] = None
    loan["status"] = next(
        (
            status
            for status, name in (
                ("written_off", "written_off_on"),
                ("settled", "settled_on"),
                ("closed", "closed_on"),
                ("disbursed", "opened_on"),
                ("decided", "decided_on"),
            )
            if loan[name]
        ),
        "applied",
    )
    loan["emi_amount"] = instalment(loan)
    return loan


def instalment(loan: Row) -> Decimal | None:
    amount, rate, term = (loan[k] for k in ("loan_amount", "interest_rate_pct", "loan_term_months"))
    if loan["emi_amount"] is not None or amount is None or rate is None or not term:
        return loan["emi_amount"]
    if rate == 0:
        return half_up(amount / term)
    i = float(rate) / 1200
    return half_up(float(amount) * i / (1 - (1 + i) ** -term))


def customer_at(book: Book, customer_id: str, day: date) -> Row:
    """The version that held on the day; an empty row where nothing was known."""
    versions = [v for v in book.customers.get(customer_id, []) if v["known_from"] <= cutoff(day)]
    return versions[-1] if versions else defaultdict(lambda: None)


def pulls_at(book: Book, customer_id: str, day: date) -> list[Row]:
    """Pulls made up to the day and known then, oldest first."""
    return versions_at(book.pulls.get(customer_id, []), "pull_date", day)


def versions_at(rows: list[Row], event: str, day: date) -> list[Row]:
    """Of the rows of each event up to the day the one known last by then, in the events' order."""
    known = {
        row[event]: row for row in rows if row[event] <= day and row["known_from"] <= cutoff(day)
    }
    return [known[event_day] for event_day in sorted(known)]


def other_loans_at(book: Book, loan: Row, day: date) -> dict[str, Row]:
    """The borrower's other loans that were known on the day."""
    others = book.loan_ids[loan["customer_id"]] - {loan["loan_id"]}
    known = {loan_id: loan_at(book, loan_id, day) for loan_id in others}
    return {key: other for key, other in known.items() if other}


def grouped(rows: list[Row], key: str, known_without_record: str | None) -> Groups:
    for row in rows:
        event = midnight(row[known_without_record]) if known_without_record else ALWAYS
        row["known_from"] = row["recorded_at"] or event
    return by_key(sorted(rows, key=lambda row: row["known_from"]), key)


def by_key(rows: list[Row], key: str) -> Groups:
    groups: Groups = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def read(path: Path) -> list[Row]:
    with path.open(newline="") as file:
        return [
            {name: parsed(name, text) for name, text in row.items()} for row in csv.DictReader(file)
        ]


def parsed(name: str, text: str) -> Any:
    """A cell in the type that its column's name tells."""
    if text == "":
        return None
    types: dict[str, Callable[[str], Any]] = {
        r".*recorded_at": datetime.fromisoformat,
        r".*_(on|date)|date_of_birth|customer_since|observed_until": date.fromisoformat,
        r"is_.*|has_.*|.*_verified": lambda flag: flag == "true",
        r"dpd_.*|.*_(60m|6m|12m|months|days|accounts|number)": int,
        r"dependents|age_years|city_tier|credit_score|reported_dpd": int,
        r".*_(amount|income|outgoings|due|value|outstanding|obligations|pct|paid)": Decimal,
        r".*_(balance|limit|utilization|experience)": Decimal,
    }
    parse = next((kind for pattern, kind in types.items() if re.fullmatch(pattern, name)), str)
    return parse(text)
