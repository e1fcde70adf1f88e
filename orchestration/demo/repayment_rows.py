"""Rows of `repayments`: one a due with its first receipt, one for every further receipt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from orchestration.demo import columns
from orchestration.demo.arrays import Ints, ranges
from orchestration.demo.codes import METHOD, PAYMENT_STATUS
from orchestration.demo.dates import timestamp
from orchestration.demo.receipts import BOUNCED, REVERSAL
from orchestration.demo.recording import RecordedReceipts
from orchestration.demo.state import LedgerState

RECEIPT_DIGITS = 12
RECEIPTS_A_PART = 10**8
_NUMBERS = 1024
_DISBURSAL_HOUR, _CHANGE_HOUR = 19, 12


@dataclass(frozen=True)
class Dues:
    """Dues of all loans: those in force, ordered by application and number, then superseded ones.

    Attributes:
        loan, number: loan number and instalment.
        day: due date.
        principal, interest: paise.
        recorded_at: microseconds since 1970.
        first: position of each loan's first due in force.
        in_force: how many are in force.
    """

    loan: Ints
    number: Ints
    day: Ints
    principal: Ints
    interest: Ints
    recorded_at: Ints
    first: Ints
    in_force: int


def dues_of(state: LedgerState) -> Dues:
    """The dues of a ledger, recorded at disbursal, the changed ones on the day of the change."""
    schedule = state.schedule
    by_application = np.argsort(state.loans.application)
    count = schedule.term[by_application]
    loan = np.repeat(by_application, count)
    number = ranges(np.ones_like(count), count)
    first = np.empty_like(count)
    first[by_application] = np.cumsum(count) - count
    place = schedule.first[loan] + number - 1
    old = state.superseded
    everything = np.concatenate([loan, *(part.loan for part in old)])
    numbers = np.concatenate([number, *(part.number for part in old)])
    is_changed = (state.changed_from[loan] > 0) & (number >= state.changed_from[loan])
    recorded_at = timestamp(state.loans.disbursed_on, _DISBURSAL_HOUR * 3600)[everything]
    changed_at = timestamp(np.maximum(state.changed_on, 0), _CHANGE_HOUR * 3600)
    recorded_at[: len(loan)][is_changed] = changed_at[loan[is_changed]]
    return Dues(
        loan=everything,
        number=numbers,
        day=schedule.due_day(everything, numbers),
        principal=np.concatenate([schedule.principal[place], *(part.principal for part in old)]),
        interest=np.concatenate([schedule.interest[place], *(part.interest for part in old)]),
        recorded_at=recorded_at,
        first=first,
        in_force=len(loan),
    )


def repayment_table(
    part: int, state: LedgerState, dues: Dues, recorded: RecordedReceipts, names: Any
) -> Any:
    """The repayments of a part, ordered by loan and instalment; `names` are the loan ids."""
    receipts = recorded.receipts
    stands_beside = ~receipts.is_loose & (receipts.number <= state.schedule.term[receipts.loan])
    beside = np.where(stands_beside, dues.first[receipts.loan] + receipts.number - 1, -1)
    is_first = stands_beside & (np.diff(beside, prepend=-1) != 0)
    due, receipt = _pairs(state, dues, beside, is_first, receipts.loan, receipts.number)
    has_due, has_receipt = due >= 0, receipt >= 0
    loan = np.where(has_due, dues.loan[due], receipts.loan[receipt] if len(receipts) else 0)
    principal, interest = dues.principal[due], dues.interest[due]
    kind = _of(receipts.kind, receipt)
    count = len(due)
    number = part * RECEIPTS_A_PART + receipt + 1
    return pa.table(
        {
            "loan_id": columns.word(state.loans.application[loan], names),
            "instalment_number": columns.whole(dues.number[due], has_due),
            "due_date": columns.day(dues.day[due], has_due),
            "amount_due": columns.money(principal + interest, has_due),
            "principal_due": columns.money(principal, has_due),
            "interest_due": columns.money(interest, has_due),
            "due_recorded_at": columns.moment(dues.recorded_at[due], has_due),
            "receipt_id": columns.numbered("R", number, RECEIPT_DIGITS, has_receipt),
            "payment_date": columns.day(_of(receipts.day, receipt), has_receipt),
            "amount_paid": columns.money(_of(receipts.amount, receipt), has_receipt),
            "reverses_receipt_id": _reversed(number, kind == REVERSAL, has_receipt),
            "payment_method": columns.word(_of(receipts.method, receipt), METHOD, has_receipt),
            "payment_status": columns.word(kind == BOUNCED, PAYMENT_STATUS, has_receipt),
            "status_date": columns.nothing(count, pa.date32()),
            "reported_dpd": columns.nothing(count, pa.int32()),
            "reported_outstanding": columns.nothing(count, pa.decimal64(18, 2)),
            "recorded_at": columns.moment(_of(recorded.recorded_at, receipt), has_receipt),
        }
    )


def _of(values: Any, receipt: Ints) -> Any:
    """Values of the receipts; anything where there is none."""
    return values[receipt] if len(values) else np.zeros(len(receipt), dtype=np.int64)


def _pairs(
    state: LedgerState, dues: Dues, beside: Ints, is_first: Any, loan: Ints, number: Ints
) -> tuple[Ints, Ints]:
    """Position of the due and of the receipt of each row, -1 for none, in the order of the file."""
    in_force = np.arange(dues.in_force)
    first_receipt = np.full(dues.in_force, -1, dtype=np.int64)
    first_receipt[beside[is_first]] = np.flatnonzero(is_first)
    further = np.flatnonzero(~is_first)
    superseded = np.arange(dues.in_force, len(dues.loan))
    due = np.concatenate([in_force, superseded, beside[further]])
    receipt = np.concatenate([first_receipt, np.full(len(superseded), -1), further])
    application = state.loans.application
    key = np.concatenate(
        [
            application[dues.loan] * _NUMBERS + dues.number,
            application[loan[further]] * _NUMBERS + number[further],
        ]
    )
    order = np.argsort(key, kind="stable")
    return due[order], receipt[order]


def _reversed(number: Ints, is_reversal: Any, has_receipt: Any) -> Any:
    """The receipt just before the reversal in the ledger is the one that it takes back."""
    rows = np.flatnonzero(is_reversal & has_receipt)
    position = np.zeros(len(number), dtype=np.int64)
    position[rows] = np.arange(len(rows))
    is_set = np.zeros(len(number), dtype=np.bool_)
    is_set[rows] = True
    return columns.word(position, columns.numbered("R", number[rows] - 1, RECEIPT_DIGITS), is_set)
