"""One loan's ledger as it was known on a day, asked for its state at the end of any day before."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from tests.features.reference_book import (
    Book,
    Row,
    add_months,
    cutoff,
    half_up,
    instalment,
    versions_at,
)

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
        begun = [version for version in known if version["opened_on"]]
        self.signed = begun[0] if begun else known[0]
        ends = [known[-1][name] for name in ("closed_on", "settled_on") if known[-1][name]]
        self.closed_on: date | None = min(ends, default=None)
        self.written_off_on: date | None = known[-1]["written_off_on"]
        self.statuses = versions_at(book.statuses[loan_id], "status_date", day)
        receipts = [
            row
            for row in book.receipts[loan_id]
            if row["payment_date"] <= day and row["known_from"] <= cutoff(day)
        ]
        self.receipts = sorted(receipts, key=lambda row: row["payment_date"])
        told = {
            row["instalment_number"]: row
            for row in book.dues[loan_id]
            if row["known_from"] <= cutoff(day)
        }
        self.is_part_told = any(row["principal_due"] is not None for row in told.values())
        self.dues = self._told_dues(list(told.values()))
        if not (self.dues or self.receipts or self.statuses):
            self.dues = self._contractual_dues()
        # days are asked for again and again
        self._oldest_unpaid: dict[date, date | None] = {}

    def _told_dues(self, rows: list[Row]) -> list[Due]:
        """The dues that hold; parts that are not told follow from the contract's balance."""
        rows = sorted(rows, key=lambda row: (row["due_date"], row["instalment_number"]))
        amounts = [row["amount_due"] or instalment(self.signed) for row in rows]
        parts: list[Decimal] = [row["principal_due"] for row in rows]
        if rows and not self.is_part_told:
            parts = self._principal_parts(amounts)
        return [
            Due(row["due_date"], row["instalment_number"], amount, part)
            for row, amount, part in zip(rows, amounts, parts, strict=True)
        ]

    def _contractual_dues(self) -> list[Due]:
        """The schedule of a loan known by its terms alone; its last instalment ends it."""
        signed, amount = self.signed, instalment(self.signed)
        first, term = signed["first_due_date"], signed["loan_term_months"]
        if first is None or amount is None or not term or not signed["opened_on"]:
            return []
        amounts = [amount] * term
        parts = self._principal_parts(amounts)
        if signed["loan_amount"] is not None:
            left = signed["loan_amount"] - sum(parts[:-1], NOTHING)
            parts[-1], amounts[-1] = left, left + self._month_of_interest(left)
        days = [add_months(first, k) for k in range(term)]
        numbered = enumerate(zip(days, amounts, parts, strict=True), start=1)
        return [Due(day, number, due, part) for number, (day, due, part) in numbered]

    def _principal_parts(self, amounts: list[Decimal]) -> list[Decimal]:
        """Interest on the contract's opening balance first, the rest of the instalment repays."""
        balance, parts = self.signed["loan_amount"], []
        if balance is None:
            return list(amounts)
        for amount in amounts:
            part = max(min(amount - self._month_of_interest(balance), balance), NOTHING)
            balance -= part
            parts.append(part)
        return parts

    def _month_of_interest(self, balance: Decimal) -> Decimal:
        return half_up(balance * (self.signed["interest_rate_pct"] or 0) / 1200)

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
        if day not in self._oldest_unpaid:
            self._oldest_unpaid[day] = self._first_short_of_money(day)
        return self._oldest_unpaid[day]

    def _first_short_of_money(self, day: date) -> date | None:
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
        """Principal not yet repaid: as reported, else by dues and receipts, else what was lent."""
        if not self.is_told:
            return self.signed["loan_amount"]
        if self.is_over(day):
            return NOTHING
        told = [
            s["reported_outstanding"]
            for s in self.statuses
            if s["status_date"] <= day and s["reported_outstanding"] is not None
        ]
        if told:
            return told[-1]
        return self._balance(day) if self.dues else None

    def _balance(self, day: date) -> Decimal:
        """Interest before principal inside an instalment; money ahead of its due repays nothing."""
        left, money = sum((due.principal for due in self.dues), NOTHING), self.paid(day)
        if not self.is_part_told and self.signed["loan_amount"] is not None:
            left = self.signed["loan_amount"]
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


class Ledgers:
    """The ledgers of a book, each worked out once for a day."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._known: dict[tuple[str, date], Ledger] = {}

    def of(self, loan_id: str, day: date) -> Ledger:
        key = (loan_id, day)
        if key not in self._known:
            self._known[key] = Ledger(self._book, loan_id, day)
        return self._known[key]
