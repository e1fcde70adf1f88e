"""The label of each loan, read off the receipts and dues that are written, and off nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orchestration.demo.arrays import NO_DAY, Flags, Ints, ranges
from orchestration.demo.dates import add_months
from orchestration.demo.receipts import BOUNCED, Receipts
from orchestration.demo.state import LedgerState

LABEL_MONTHS = 12
_NPA_DAYS = 90
_DAY_RANGE = 2**20


@dataclass(frozen=True)
class Labels:
    """One element a disbursed loan, in the order of `Loans`.

    Attributes:
        matured_on: disbursal + twelve calendar months.
        is_mature: matured_on is not after the book's last day.
        first_bad_on: first day in (disbursal, matured_on] at 90 days past due, or the write-off
            in it; `NO_DAY` without one.
    """

    matured_on: Ints
    is_mature: Flags
    first_bad_on: Ints


def label(state: LedgerState, receipts: Receipts) -> Labels:
    """Twelve-month labels from the ledger as written.

    The loan is 90 days past due on day d when what was paid by d does not cover what had fallen
    due by d - 90. That can begin only on the ninetieth day after a due date or on the day of a
    reversal.
    """
    loans = state.loans
    start = loans.disbursed_on
    matured_on = add_months(start, LABEL_MONTHS)
    end = np.minimum(matured_on, state.last_day)
    over = np.where(state.closed_on > NO_DAY, state.closed_on, state.settled_on)
    end = np.where(over > NO_DAY, np.minimum(end, over - 1), end)

    schedule = state.schedule
    due_loan, due_day, due_sum = _dues_of_first_year(state)
    money = np.flatnonzero(receipts.kind != BOUNCED)
    key = receipts.loan[money] * _DAY_RANGE + receipts.day[money]
    order = np.argsort(key, kind="stable")
    key = key[order]
    running = np.concatenate([[0], np.cumsum(receipts.amount[money][order])])

    def paid(loan: Ints, day: Ints) -> Ints:
        to_day = np.searchsorted(key, loan * _DAY_RANGE + day, side="right")
        before_loan = np.searchsorted(key, loan * _DAY_RANGE, side="left")
        difference: Ints = running[to_day] - running[before_loan]
        return difference

    ripe = due_day + _NPA_DAYS
    due_key = due_loan * _DAY_RANGE + due_day
    back = np.flatnonzero(receipts.amount < 0)
    back_loan, back_day = receipts.loan[back], receipts.day[back]
    last_ripe = (
        np.searchsorted(due_key, back_loan * _DAY_RANGE + back_day - _NPA_DAYS, side="right") - 1
    )
    is_own = (
        (last_ripe >= 0) & (due_loan[last_ripe] == back_loan) if len(due_loan) else last_ripe >= 0
    )
    loan = np.concatenate([due_loan, back_loan[is_own]])
    day = np.concatenate([ripe, back_day[is_own]])
    owed = np.concatenate([due_sum, due_sum[last_ripe[is_own]]])
    is_bad = (paid(loan, day) < owed) & (day > start[loan]) & (day <= end[loan])

    first = np.full(len(schedule.first), 2**40, dtype=np.int64)
    np.minimum.at(first, loan[is_bad], day[is_bad])
    written_off = state.written_off_on
    in_window = (written_off > start) & (written_off <= np.minimum(matured_on, state.last_day))
    first = np.where(in_window, np.minimum(first, written_off), first)
    return Labels(matured_on, matured_on <= state.last_day, np.where(first < 2**40, first, NO_DAY))


def _dues_of_first_year(state: LedgerState) -> tuple[Ints, Ints, Ints]:
    """Loan, due date and cumulative amount of the dues that can age 90 days in twelve months."""
    schedule = state.schedule
    count = np.minimum(schedule.term, LABEL_MONTHS)
    loan = np.repeat(np.arange(len(count)), count)
    number = ranges(np.ones_like(count), count)
    place = schedule.first[loan] + number - 1
    total = np.cumsum(schedule.principal[place] + schedule.interest[place])
    before = np.repeat(np.concatenate([[0], total])[np.cumsum(count) - count], count)
    day = schedule.due_day(loan, number)
    falls = (state.written_off_on[loan] < 0) | (day < state.written_off_on[loan])
    return loan[falls], day[falls], (total - before)[falls]
