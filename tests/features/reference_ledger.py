"""One loan's ledger as it was known on a day, asked for its state at the end of any day before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from tests.features.reference_book import Book, Row, add_months, cutoff, instalment

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Due:
    """An instalment as it held."""

    day: date
    number: int
    amount: Decimal
    principal: Decimal


class Ledger:
    """What was known of a loan on `day`: dues, receipts and statuses, and its end if it had one."""

    def __init__(self, book: Book, loan_id: str, day: date) -> None:
        known = [v for v in book.loans[loan_id] if v["known_from"] <= cutoff(day)]
        ends = [known[-1][name] for name in ("closed_on", "settled_on") if known[-1][name]]
        self.closed_on: date | None = min(ends, default=None)
        self.written_off_on: date | None = known[-1]["written_off_on"]
        self.receipts = self._known(book.receipts[loan_id], "payment_date", day)
        self.statuses = self._known(book.statuses[loan_id], "status_date", day)
        dues = {
            row["instalment_number"]: row
            for row in book.dues[loan_id]
            if row["known_from"] <= cutoff(day)
        }
        self.dues = sorted(
            (
                Due(row["due_date"], number, row["amount_due"], row["principal_due"])
                for number, row in dues.items()
            ),
            key=lambda due: (due.day, due.number),
        )
        if not (self.dues or self.receipts or self.statuses):
            self.dues = self._contractual(book.loans[loan_id])

    @staticmethod
    def _known(rows: list[Row], event: str, day: date) -> list[Row]:
        known = [row for row in rows if row[event] <= day and row["known_from"] <= cutoff(day)]
        return sorted(known, key=lambda row: row[event])

    @staticmethod
    def _contractual(versions: list[Row]) -> list[Due]:
        """The schedule of a loan known by its terms alone (which are without interest here)."""
        amount = instalment(versions[0])
        terms = [version["loan_term_months"] for version in versions if version["opened_on"]]
        if versions[0]["first_due_date"] is None or amount is None or not terms:
            return []
        first = versions[0]["first_due_date"]
        return [Due(add_months(first, k), k + 1, amount, amount) for k in range(terms[0])]

    @cached_property
    def is_told(self) -> bool:
        """Whether anything is known that days past due could come from."""
        return bool(self.dues or self.statuses)

    def is_over(self, day: date) -> bool:
        return self.closed_on is not None and day >= self.closed_on

    def paid(self, day: date) -> Decimal:
        return sum(
            (
                r["amount_paid"]
                for r in self.receipts
                if r["payment_date"] <= day and r["payment_status"] != "bounced"
            ),
            NOTHING,
        )

    def fallen(self, day: date) -> list[Due]:
        """Dues up to the day; none falls from the loan's end on."""
        ends = [end for end in (self.closed_on, self.written_off_on) if end]
        last = min([day + timedelta(days=1), *ends])
        return [due for due in self.dues if due.day < last]

    def oldest_unpaid(self, day: date) -> date | None:
        money = self.paid(day)
        for due in self.fallen(day):
            money -= due.amount
            if money < 0:
                return due.day
        return None

    def dpd(self, day: date) -> int | None:
        """Days past due at the day's end; None where they are not known."""
        if not self.is_told:
            return None
        if self.is_over(day):
            return 0
        if self.statuses:
            told = [
                s
                for s in self.statuses
                if s["status_date"] <= day and s["reported_dpd"] is not None
            ]
            is_fresh = bool(told) and (day - told[-1]["status_date"]).days <= 62
            return told[-1]["reported_dpd"] if is_fresh else None
        oldest = self.oldest_unpaid(day)
        return (day - oldest).days if oldest else 0

    def is_clear(self, day: date) -> bool:
        if self.statuses or self.is_over(day):
            return self.dpd(day) == 0
        return self.oldest_unpaid(day) is None

    def outstanding(self, day: date) -> Decimal | None:
        """Principal not yet repaid, interest before principal inside an instalment."""
        if self.is_over(day) and self.is_told:
            return NOTHING
        if self.statuses:
            told = [
                s["reported_outstanding"]
                for s in self.statuses
                if s["status_date"] <= day and s["reported_outstanding"] is not None
            ]
            return told[-1] if told else None
        if not self.dues:
            return None
        left = sum((due.principal for due in self.dues), NOTHING)
        money = self.paid(day)
        for due in self.fallen(day):
            interest = due.amount - due.principal
            left -= min(max(money - interest, NOTHING), due.principal)
            money -= due.amount
        return left

    def covered_when_due(self, due: Due) -> Decimal:
        """How much of an instalment money had reached when its due date ended."""
        before = sum((d.amount for d in self.dues[: self.dues.index(due)]), NOTHING)
        return max(min(self.paid(due.day) - before, due.amount), NOTHING)

    def payments(self) -> list[Row]:
        """Receipts that brought money, reversed or not."""
        return [
            r for r in self.receipts if r["payment_status"] != "bounced" and r["amount_paid"] > 0
        ]

    def is_fully_reversed(self, receipt: Row) -> bool:
        reversed_amounts: dict[str, Decimal] = defaultdict(Decimal)
        for row in self.receipts:
            if row["amount_paid"] < 0:
                reversed_amounts[row["reverses_receipt_id"]] -= row["amount_paid"]
        return reversed_amounts[receipt["receipt_id"]] >= receipt["amount_paid"]
