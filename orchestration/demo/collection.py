"""What becomes of loans three instalments behind: settled, written off, restructured."""

from __future__ import annotations

import numpy as np

from orchestration.demo.arrays import Flags, Ints, round_half_up
from orchestration.demo.codes import CASH, NEFT, OTHER_METHOD
from orchestration.demo.loans import EXTENSION_MONTHS
from orchestration.demo.schedule import amortise, level_instalment, set_aside
from orchestration.demo.state import LedgerState, Month

NPA_BEHIND = 3
_CALL, _SIZE, _LUCK = 4, 5, 6  # draws of the month that are used here


def collect(state: LedgerState, month: Month) -> None:
    """Single out some of the loans three instalments behind; their month is decided here."""
    rows = np.flatnonzero((month.behind >= NPA_BEHIND) & ~month.is_done)
    if not len(rows):
        return
    loan = month.loan[rows]
    age = month.number - state.npa_since[loan]
    call = month.uniform[_CALL, rows]
    is_secured = state.loans.is_secured[loan]
    write_off = (call < np.where(is_secured, 0.10, 0.13)) & (age >= np.where(is_secured, 20, 15))
    settle = (call > 0.13) & (call < 0.142) & (age >= 5) & ~write_off
    restructure = (
        (call > 0.2)
        & (call < 0.45)
        & state.loans.can_extend[loan]
        & (age >= 1)
        & (age <= 8)
        & (month.remaining[rows] >= 3)
        & (month.due_day[rows] + 12 <= state.last_day)
        & (state.changed_from[loan] == 0)
    )
    fraud = (call > 0.5) & (call < 0.53) & (month.number <= 8) & ~state.has_paid[loan]
    lost = (call > 0.6) & (call < 0.606) & (age >= 12)
    state.fraud_reported_on[loan[fraud]] = month.due_day[rows[fraud]] + month.days(
        rows[fraud], _SIZE, 20
    )
    state.loss_identified_on[loan[lost]] = month.due_day[rows[lost]] + month.days(
        rows[lost], _SIZE, 20
    )
    _write_off(state, month, rows[write_off])
    _settle(state, month, rows[settle])
    _restructure(state, month, rows[restructure])


def _owed(month: Month, rows: Ints) -> Ints:
    return month.need[rows] + month.owed[rows]


def _write_off(state: LedgerState, month: Month, rows: Ints) -> None:
    """Give the loan up; one in five of the borrowers still pays something later."""
    loan = month.loan[rows]
    day = month.due_day[rows] + 1 + month.days(rows, _SIZE, 20)
    state.written_off_on[loan] = day
    state.is_open[loan] = False
    month.is_done[rows] = True
    paying = rows[month.uniform[_LUCK, rows] < 0.2]
    for after, share in ((60, 0.06), (150, 0.04)):
        amount = _rupees(_owed(month, paying) * (share * (0.5 + month.uniform[_SIZE, paying])))
        when = month.due_day[paying] + after + month.days(paying, _SIZE, 40)
        state.receipts.add(
            month.loan[paying], month.number, when, amount, method=CASH, is_loose=True
        )


def _settle(state: LedgerState, month: Month, rows: Ints) -> None:
    """Close at a loss against a part of what is owed."""
    loan = month.loan[rows]
    day = month.due_day[rows] + 3 + month.days(rows, _SIZE, 20)
    amount = _rupees(_owed(month, rows) * (0.40 + 0.35 * month.uniform[_LUCK, rows]))
    state.receipts.add(loan, month.number, day, amount, method=NEFT, is_loose=True, is_prompt=True)
    state.settled_on[loan] = day
    state.is_open[loan] = False
    month.is_done[rows] = True


def _restructure(state: LedgerState, month: Month, rows: Ints) -> None:
    """Arrears are made good with borrowed money; the rest gets a longer, cheaper contract."""
    if not len(rows):
        return
    loan = month.loan[rows]
    day = month.due_day[rows] + 4 + month.days(rows, _SIZE, 8)
    state.receipts.add(
        loan, month.number, day, month.need[rows], method=OTHER_METHOD, is_prompt=True
    )
    start = np.full_like(loan, month.number + 1)
    state.superseded.append(set_aside(state.schedule, loan, start))
    state.changed_from[loan] = start
    state.schedule.term[loan] += EXTENSION_MONTHS
    state.rate[loan] = np.maximum(state.rate[loan] - 2.0, 6.0)
    rewrite(state, loan, start, month.owed[rows])
    state.restructured_on[loan] = day
    month.paid[rows] = month.need[rows]
    month.paid_on[rows] = day
    month.is_done[rows] = True


def rewrite(state: LedgerState, loan: Ints, start: Ints, opening: Ints) -> None:
    """New dues from instalment `start` on, for a balance in paise at the rate in force."""
    months = state.schedule.term[loan] - start + 1
    state.level[loan] = level_instalment(opening, state.rate[loan], months)
    amortise(state.schedule, loan, start, opening, state.rate[loan], state.level[loan])


def _rupees(paise: Ints) -> Ints:
    """Rounded to a hundred rupees, one hundred at least."""
    return np.maximum(round_half_up(paise / 10_000) * 10_000, 10_000)


def in_arrears(month: Month) -> Flags:
    """Loans with something open from earlier months, still to be decided."""
    return (month.behind > 0) & ~month.is_done
