"""The contractual schedule: equated instalments in paise, dues on an anchor day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orchestration.demo.applications import annuity
from orchestration.demo.arrays import Flags, Floats, Ints, ranges, round_half_up
from orchestration.demo.dates import month_of, on_anchor


@dataclass
class Schedule:
    """Dues of many loans, laid end to end; the one structure that the ledger may change.

    Attributes:
        first: position of each loan's first due in the flat arrays.
        term: instalments of each loan that hold now.
        slots: places kept for each loan, at least `term`.
        first_month: month (since January 1970) of each loan's first due.
        anchor: due day of the month of each loan.
        principal, interest, balance: paise by place: the two parts, and the principal that
            remains after the instalment.
    """

    first: Ints
    term: Ints
    slots: Ints
    first_month: Ints
    anchor: Ints
    principal: Ints
    interest: Ints
    balance: Ints

    def due_day(self, loan: Ints, number: Ints) -> Ints:
        """Due date of instalment `number` (from 1) of each loan."""
        days: Ints = on_anchor(self.first_month[loan] + number - 1, self.anchor[loan])
        return days


def build_schedule(
    amount: Ints,
    rate: Floats,
    instalment: Ints,
    term: Ints,
    slots: Ints,
    first_due: Ints,
    anchor: Ints,
) -> Schedule:
    """Schedules of loans by the rules of the contract; amounts in paise, rates percent a year."""
    total = int(slots.sum())
    schedule = Schedule(
        first=np.cumsum(slots) - slots,
        term=term.copy(),
        slots=slots,
        first_month=month_of(first_due),
        anchor=anchor,
        principal=np.zeros(total, dtype=np.int64),
        interest=np.zeros(total, dtype=np.int64),
        balance=np.zeros(total, dtype=np.int64),
    )
    amortise(schedule, np.arange(len(term)), np.ones_like(term), amount, rate, instalment)
    return schedule


def amortise(
    schedule: Schedule, loan: Ints, start: Ints, opening: Ints, rate: Floats, instalment: Ints
) -> None:
    """Write the dues from instalment `start` to the term of each of the given loans.

    Interest is the opening balance x rate / 1200, half-up to the paisa; principal is the rest of
    the instalment; the last instalment takes what is left.
    """
    length = schedule.term[loan] - start + 1
    order = np.argsort(-length, kind="stable")
    loan, length = loan[order], length[order]
    place = schedule.first[loan] + start[order] - 1
    balance, level = opening[order].copy(), instalment[order]
    # in hundredths of a percent, so that halves of a paisa are exact
    hundredths = np.rint(rate[order] * 100).astype(np.int64)
    for step in range(int(length[0]) if len(length) else 0):
        running = int(np.searchsorted(-length, -step, side="left"))
        here = place[:running] + step
        before = balance[:running]
        interest = (before * hundredths[:running] + 60_000) // 120_000
        principal = np.clip(level[:running] - interest, 0, before)
        principal = np.where(length[:running] == step + 1, before, principal)
        balance[:running] = before - principal
        schedule.principal[here] = principal
        schedule.interest[here] = interest
        schedule.balance[here] = balance[:running]


def level_instalment(opening: Ints, rate: Floats, months: Ints) -> Ints:
    """Equated instalment in paise for a balance in paise."""
    return round_half_up(annuity(opening.astype(np.float64), rate, months))


@dataclass(frozen=True)
class Superseded:
    """Dues that held until a newer version came.

    Attributes:
        loan: loan number.
        number: instalment number.
        principal, interest: paise.
    """

    loan: Ints
    number: Ints
    principal: Ints
    interest: Ints

    def take(self, rows: Flags) -> Superseded:
        """The chosen rows."""
        return Superseded(
            self.loan[rows], self.number[rows], self.principal[rows], self.interest[rows]
        )


def set_aside(schedule: Schedule, loan: Ints, start: Ints) -> Superseded:
    """Copy the dues from instalment `start` on, before they are written anew."""
    length = schedule.term[loan] - start + 1
    place = ranges(schedule.first[loan] + start - 1, length)
    return Superseded(
        loan=np.repeat(loan, length),
        number=ranges(start, length),
        principal=schedule.principal[place],
        interest=schedule.interest[place],
    )
