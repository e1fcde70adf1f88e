"""Where every loan stands while the months of the ledger go by."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from orchestration.demo.arrays import NO_DAY, Flags, Floats, Ints, Singles
from orchestration.demo.loans import Loans
from orchestration.demo.receipts import ReceiptBook
from orchestration.demo.schedule import Schedule, Superseded


@dataclass
class LedgerState:
    """State of all disbursed loans of a part; arrays have one element a loan, in their order.

    Attributes:
        loans, schedule: the contracts; the schedule is rewritten where a contract changes.
        last_day: last day of the book.
        receipts: what was paid so far.
        superseded: dues that a newer version has replaced.
        arrears: paise due and not paid; negative: paid beyond all dues.
        level: the instalment in force, paise.
        rate: the rate in force, percent a year.
        npa_since: month on book in which three instalments were first open in this spell; 0: none.
        strain: log-odds of trouble by the household's slow ups and downs.
        is_open: nothing has ended the loan yet.
        has_paid: some receipt came.
        closed_on, settled_on, written_off_on, restructured_on, recast_on, reset_on,
        fraud_reported_on, loss_identified_on: days, `NO_DAY` while it has not happened.
        changed_from: first instalment of the changed contract; 0: the contract is as signed.
        history: instalments in arrears at the end of each month on book, (months, loans).
    """

    loans: Loans
    schedule: Schedule
    last_day: int
    receipts: ReceiptBook
    superseded: list[Superseded]
    arrears: Ints
    level: Ints
    rate: Floats
    npa_since: Ints
    strain: Singles
    is_open: Flags
    has_paid: Flags
    closed_on: Ints
    settled_on: Ints
    written_off_on: Ints
    restructured_on: Ints
    recast_on: Ints
    reset_on: Ints
    changed_from: Ints
    fraud_reported_on: Ints
    loss_identified_on: Ints
    history: Ints

    @classmethod
    def at_start(cls, loans: Loans, schedule: Schedule, last_day: int, months: int) -> LedgerState:
        """Nothing due, nothing paid."""
        count = len(loans)

        def never() -> Ints:
            return np.full(count, NO_DAY, dtype=np.int64)

        return cls(
            loans=loans,
            schedule=schedule,
            last_day=last_day,
            receipts=ReceiptBook(),
            superseded=[],
            arrears=np.zeros(count, dtype=np.int64),
            level=loans.instalment.copy(),
            rate=loans.rate.copy(),
            npa_since=np.zeros(count, dtype=np.int64),
            strain=np.zeros(count, dtype=np.float32),
            is_open=np.ones(count, dtype=np.bool_),
            has_paid=np.zeros(count, dtype=np.bool_),
            closed_on=never(),
            settled_on=never(),
            written_off_on=never(),
            restructured_on=never(),
            recast_on=never(),
            reset_on=never(),
            changed_from=np.zeros(count, dtype=np.int64),
            fraud_reported_on=never(),
            loss_identified_on=never(),
            history=np.zeros((months, count), dtype=np.int8),
        )

    @property
    def changed_on(self) -> Ints:
        """Day of the one change of the contract: a reset, a part-prepayment or a restructuring."""
        changed: Ints = np.maximum(np.maximum(self.reset_on, self.recast_on), self.restructured_on)
        return changed

    @property
    def ended_on(self) -> Ints:
        """Day on which the loan was closed, settled or written off; `NO_DAY` while it lives."""
        ended: Ints = np.maximum(np.maximum(self.closed_on, self.settled_on), self.written_off_on)
        return ended


@dataclass
class Month:
    """One month on book of the loans that are open in it; arrays have one element such a loan.

    Attributes:
        number: month on book, from 1; the instalment of that number falls due.
        loan: loan number.
        due_day: day of the due date (after maturity: the same day of the month).
        need: paise that would clear everything, this month's due included.
        behind: instalments in arrears before this month's due, 0 to `MOST_ARREARS`.
        trouble: log-odds of a missed month without level and stickiness.
        remaining: instalments that follow this one.
        owed: principal that remains after this instalment, paise.
        uniform: (draws, loans) uniform numbers.
        paid: paise that came in, reversals taken off.
        paid_on: day of the last money.
        is_done: something has already decided what this loan does this month.
    """

    number: int
    loan: Ints
    due_day: Ints
    need: Ints
    behind: Ints
    trouble: Singles
    remaining: Ints
    owed: Ints
    uniform: Singles
    paid: Ints = field(init=False)
    paid_on: Ints = field(init=False)
    is_done: Flags = field(init=False)

    def __post_init__(self) -> None:
        self.paid = np.zeros(len(self.loan), dtype=np.int64)
        self.paid_on = self.due_day.copy()
        self.is_done = self.need <= 0

    def days(self, rows: Ints, draw: int, most: float) -> Ints:
        """Whole days from 0 to `most` - 1, from one of the month's draws."""
        days: Ints = np.floor(self.uniform[draw, rows] * most).astype(np.int64)
        return days
