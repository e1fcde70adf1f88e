"""Random borrowers who pay in every way people pay, as reference facilities and as raw tables."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

from tests.npa.reference_engine import Due, Facility, Receipt, add_months

Borrowers = dict[str, list[Facility]]

FIRST_DAY = date(2021, 1, 1)
LAST_DAY = date(2024, 12, 31)

LOAN_COLUMNS = [
    *("loan_id", "customer_id", "loan_type", "application_date", "disbursed_on", "closed_on"),
    *("status", "loan_amount", "recorded_at"),
]
REPAYMENT_COLUMNS = [
    *("loan_id", "instalment_number", "due_date", "amount_due", "principal_due", "interest_due"),
    *("receipt_id", "payment_date", "amount_paid", "recorded_at"),
]


def random_borrowers(count: int, seed: int) -> Borrowers:
    """`count` borrowers with one to three facilities each; the same for the same seed."""
    dice = random.Random(seed)
    return {
        f"C{number:05d}": [
            _facility(dice, f"C{number:05d}-{k}") for k in range(dice.choice((1, 1, 2, 3)))
        ]
        for number in range(count)
    }


def write_raw_tables(borrowers: Borrowers, folder: Path) -> None:
    """The raw contract's four tables; every row recorded on the evening of its day."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "customers.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["customer_id"], *([key] for key in borrowers)])
    (folder / "credit_history.csv").write_text("customer_id,pull_date\n")
    facilities = [(key, facility) for key, group in borrowers.items() for facility in group]
    with (folder / "loans.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(LOAN_COLUMNS)
        for customer_id, f in facilities:
            row = [f.loan_id, customer_id, "personal", f.opened_on, f.opened_on]
            amount = _rupees(sum(due.principal for due in f.dues))
            writer.writerow([*row, "", "disbursed", amount, f"{f.opened_on} 12:00:00"])
            if f.closed_on:
                writer.writerow([*row, f.closed_on, "closed", amount, f"{f.closed_on} 20:00:00"])
    with (folder / "repayments.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(REPAYMENT_COLUMNS)
        for position, (_, facility) in enumerate(facilities):
            writer.writerows(_repayment_rows(facility, is_beside=position % 2 == 0))


def _repayment_rows(facility: Facility, is_beside: bool) -> list[list[object]]:
    """Dues and receipts, each in a row of its own, or receipts beside the dues nearest to them.

    Where a receipt stands says nothing of what it pays; a due with several tells itself again.
    """
    receipts = [
        [f"R{number}", receipt.day, _rupees(receipt.amount), f"{receipt.day} 19:00:00"]
        for number, receipt in enumerate(facility.receipts, start=1)
    ]
    beside: dict[int, list[list[object]]] = {}
    for receipt, money in zip(facility.receipts, receipts, strict=True):
        distances = [abs((due.day - receipt.day).days) for due in facility.dues]
        beside.setdefault(distances.index(min(distances)), []).append(list(money))
    rows: list[list[object]] = []
    for position, due in enumerate(facility.dues):
        told = [position + 1, due.day, *map(_rupees, (due.amount, due.principal, due.interest))]
        moneys = beside.get(position) if is_beside else None
        rows += [[facility.loan_id, *told, *money] for money in moneys or [[""] * 4]]
    if not is_beside:
        rows += [[facility.loan_id, *[""] * 5, *money] for money in receipts]
    return rows


def _rupees(paise: int) -> str:
    sign = "-" if paise < 0 else ""
    return f"{sign}{abs(paise) // 100}.{abs(paise) % 100:02d}"


def _facility(dice: random.Random, loan_id: str) -> Facility:
    opened_on = FIRST_DAY + timedelta(days=dice.randrange(0, 900))
    term = dice.choice((3, 6, 12, 18))
    first_due = opened_on + timedelta(days=dice.randrange(5, 45))
    dues = tuple(
        Due(add_months(first_due, k), dice.randrange(50_000, 500_000), dice.randrange(0, 60_000))
        for k in range(term)
    )
    receipts = _receipts(dice, dues, dice.choice(("good", "late", "poor", "lost", "mixed")))
    closed_on = None
    if dice.random() < 0.1:
        closed_on = dues[-1].day + timedelta(days=dice.randrange(-60, 200))
        closed_on = max(closed_on, opened_on + timedelta(days=1))
        receipts = tuple(receipt for receipt in receipts if receipt.day <= closed_on)
    return Facility(loan_id, opened_on, dues, receipts, closed_on)


def _receipts(dice: random.Random, dues: tuple[Due, ...], habit: str) -> tuple[Receipt, ...]:
    receipts: list[Receipt] = []
    skip = {"good": 0.02, "late": 0.1, "poor": 0.4, "lost": 0.8, "mixed": 0.25}[habit]
    for due in dues:
        if dice.random() < skip:
            continue
        delay = 0 if habit == "good" and dice.random() < 0.9 else dice.randrange(-5, 120)
        share = dice.choice((1, 1, 1, 1, 0.5, 0.999, 2, 3)) if habit != "good" else 1
        day = due.day + timedelta(days=delay)
        paid = Receipt(day, round(due.amount * share))
        if dice.random() < 0.1:
            first = Receipt(day - timedelta(days=dice.randrange(0, 3)), paid.amount // 3)
            receipts += [first, Receipt(day, paid.amount - first.amount)]
        else:
            receipts.append(paid)
        if dice.random() < 0.05:
            receipts.append(Receipt(day + timedelta(days=dice.randrange(0, 15)), -paid.amount))
    if dice.random() < 0.3:
        missing = sum(due.amount for due in dues) - sum(receipt.amount for receipt in receipts)
        if missing > 0:
            receipts.append(Receipt(dues[-1].day + timedelta(days=dice.randrange(0, 400)), missing))
    return tuple(receipts)
