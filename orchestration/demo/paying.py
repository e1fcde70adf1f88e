"""How borrowers pay: on time, early, late, in parts, twice, too much, or not at all."""

from __future__ import annotations

import numpy as np

from orchestration.demo.arrays import Flags, Floats, Ints, Singles, round_half_up
from orchestration.demo.codes import AUTO_DEBIT, CASH, NEFT, UPI
from orchestration.demo.collection import rewrite
from orchestration.demo.hazards import CATCH_UP, CURE, HOLD
from orchestration.demo.products import HOME, LAP, by_product
from orchestration.demo.receipts import BOUNCED, REVERSAL
from orchestration.demo.schedule import set_aside
from orchestration.demo.state import LedgerState, Month

_MISS, _WAY, _DELAY, _SECOND, _WHEN, _SHARE = 0, 1, 2, 3, 4, 5
_PREPAY: Floats = by_product("prepay")
# ways of a borrower without arrears, with the chance of each in a month of average trouble, and
# how steeply it grows with trouble
PREPAID, LUMP, RECAST, ADVANCE, REVERSED, PART, REPRESENTED, LATE, ON_TIME = range(9)
_CHANCES: Floats = np.array([0.0, 0.003, 0.0015, 0.006, 0.003, 0.010, 0.012, 0.050])
_TILT: Floats = np.array([-0.3, -0.2, -0.2, -0.2, 0.4, 0.9, 0.9, 1.0])
_NEAR_THE_END = 3


def miss(state: LedgerState, month: Month, is_missed: Flags) -> None:
    """Nothing comes; most debit mandates are presented and bounce."""
    month.is_done |= is_missed
    method = state.loans.method[month.loan]
    presented = is_missed & (method == AUTO_DEBIT) & (month.uniform[_SECOND] < 0.85)
    rows = np.flatnonzero(presented & (month.remaining >= 0))
    _bounce(state, month, rows)


def _bounce(state: LedgerState, month: Month, rows: Ints) -> None:
    loan = month.loan[rows]
    amount = np.minimum(state.level[loan], month.need[rows])
    state.receipts.add(
        loan, month.number, month.due_day[rows], amount, kind=BOUNCED, method=AUTO_DEBIT
    )


def pay_behind(state: LedgerState, month: Month) -> None:
    """Borrowers in arrears who pay this month: everything, two instalments, one, or half of one."""
    rows = np.flatnonzero((month.behind > 0) & ~month.is_done)
    loan, need, behind = month.loan[rows], month.need[rows], month.behind[rows]
    way = month.uniform[_WAY, rows]
    to_cure = CURE[behind]
    to_catch_up = to_cure + CATCH_UP[behind]
    level = state.level[loan]
    amount = np.select(
        [way < to_cure, way < to_catch_up, way < to_catch_up + HOLD[behind]],
        [need, np.minimum(2 * level, need), np.minimum(level, need)],
        np.minimum(_hundreds(0.5 * level), need),
    )
    day = month.due_day[rows] + 1 + month.days(rows, _DELAY, 26)
    hand = month.uniform[_WHEN, rows]
    method = np.select([hand < 0.45, hand < 0.75, hand < 0.9], [UPI, CASH, AUTO_DEBIT], NEFT)
    _enter(state, month, rows, day, amount, method)
    month.is_done[rows] = True


def pay_clean(state: LedgerState, month: Month) -> None:
    """Borrowers without arrears who pay this month, each in one of nine ways."""
    rows = np.flatnonzero((month.behind == 0) & ~month.is_done)
    way = _ways(state, month, rows)
    order = np.argsort(way, kind="stable")
    edges = np.searchsorted(way[order], np.arange(ON_TIME + 2))
    by_way = [rows[order[edges[i] : edges[i + 1]]] for i in range(ON_TIME + 1)]
    _on_time(state, month, by_way[ON_TIME])
    _late(state, month, by_way[LATE])
    _represented(state, month, by_way[REPRESENTED])
    _part(state, month, by_way[PART])
    _reversed(state, month, by_way[REVERSED])
    _ahead(state, month, by_way[ADVANCE], by_way[LUMP])
    _recast(state, month, by_way[RECAST])
    _prepaid(state, month, by_way[PREPAID])
    month.is_done[rows] = True


def _ways(state: LedgerState, month: Month, rows: Ints) -> Ints:
    """Which way each of the rows takes."""
    loan = month.loan[rows]
    tilt = np.exp(_TILT[:, None].astype(np.float32) * np.clip(month.trouble[rows], -2.5, 3.0))
    chances: Singles = _CHANCES[:, None].astype(np.float32) * tilt
    chances[PREPAID] = _PREPAY[state.loans.product[loan]] * tilt[PREPAID] * (month.number >= 3)
    is_near_end = month.remaining[rows] < _NEAR_THE_END
    chances[[PREPAID, LUMP, RECAST, ADVANCE, REVERSED]] *= ~is_near_end
    chances[RECAST] *= (
        (month.number >= 4)
        & (state.arrears[loan] == 0)
        & ~np.isin(state.loans.product[loan], [HOME, LAP])
        & (state.changed_from[loan] == 0)
    )
    chances[REPRESENTED] *= state.loans.method[loan] == AUTO_DEBIT
    edges = np.cumsum(chances, axis=0)
    way: Ints = (month.uniform[_WAY, rows] >= edges).sum(axis=0)
    return way


def _enter(
    state: LedgerState, month: Month, rows: Ints, day: Ints, amount: Ints, method: Ints
) -> None:
    state.receipts.add(month.loan[rows], month.number, day, amount, method=method)
    month.paid[rows] += amount
    month.paid_on[rows] = day


def _usual(state: LedgerState, month: Month, rows: Ints) -> Ints:
    usual: Ints = state.loans.method[month.loan[rows]]
    return usual


def _on_time(state: LedgerState, month: Month, rows: Ints) -> None:
    method = _usual(state, month, rows)
    early = np.where(method == AUTO_DEBIT, 0, month.days(rows, _DELAY, 5))
    _enter(state, month, rows, month.due_day[rows] - early, month.need[rows], method)


def _late(state: LedgerState, month: Month, rows: Ints) -> None:
    delay = 1 + np.floor(25 * month.uniform[_DELAY, rows] ** 1.8).astype(np.int64)
    usual = _usual(state, month, rows)
    method = np.where(usual == AUTO_DEBIT, UPI, usual)
    _enter(state, month, rows, month.due_day[rows] + delay, month.need[rows], method)


def _represented(state: LedgerState, month: Month, rows: Ints) -> None:
    """The debit bounces and goes through a few days later."""
    _bounce(state, month, rows)
    day = month.due_day[rows] + 2 + month.days(rows, _DELAY, 8)
    _enter(state, month, rows, day, month.need[rows], np.full_like(rows, AUTO_DEBIT))


def _part(state: LedgerState, month: Month, rows: Ints) -> None:
    """A part now; two in three pay the rest within weeks."""
    need = month.need[rows]
    first = np.minimum(_hundreds(need * (0.3 + 0.6 * month.uniform[_SHARE, rows])), need)
    day = month.due_day[rows] + month.days(rows, _DELAY, 4)
    _enter(state, month, rows, day, first, np.full_like(rows, UPI))
    rest = (need > first) & (month.uniform[_SECOND, rows] < 0.65)
    second = rows[rest]
    later = day[rest] + 3 + month.days(second, _WHEN, 20)
    _enter(state, month, second, later, (need - first)[rest], np.full_like(second, CASH))


def _reversed(state: LedgerState, month: Month, rows: Ints) -> None:
    """Booked, reversed some days later; three in four pay again."""
    loan, need, due_day = month.loan[rows], month.need[rows], month.due_day[rows]
    method = _usual(state, month, rows)
    state.receipts.add(loan, month.number, due_day, need, method=method, is_prompt=True)
    back = due_day + 2 + month.days(rows, _DELAY, 5)
    state.receipts.add(
        loan, month.number, back, -need, kind=REVERSAL, method=method, is_prompt=True
    )
    again = month.uniform[_SECOND, rows] < 0.75
    day = back[again] + 1 + month.days(rows[again], _WHEN, 14)
    _enter(state, month, rows[again], day, need[again], np.full(int(again.sum()), UPI))


def _ahead(state: LedgerState, month: Month, advance: Ints, lump: Ints) -> None:
    """The instalment, and money for later dues: one instalment more, or a round sum."""
    rows = np.concatenate([advance, lump])
    level = state.level[month.loan[rows]]
    several = np.floor(1.5 + 3 * month.uniform[_SHARE, rows])
    round_sum = np.minimum(
        round_half_up(level * several / 100_000) * 100_000, month.owed[rows] // 2
    )
    is_lump = np.arange(len(rows)) >= len(advance)
    extra = np.where(is_lump, round_sum, level)
    day = month.due_day[rows] - month.days(rows, _DELAY, 6)
    _enter(state, month, rows, day, month.need[rows], _usual(state, month, rows))
    loose = extra > 0
    state.receipts.add(
        month.loan[rows[loose]],
        month.number,
        day[loose] + month.days(rows[loose], _WHEN, 4),
        extra[loose],
        method=NEFT,
        is_loose=True,
    )
    month.paid[rows] += extra


def _recast(state: LedgerState, month: Month, rows: Ints) -> None:
    """A part-prepayment raises this instalment and lowers the later ones."""
    share = 0.1 + 0.3 * month.uniform[_SHARE, rows]
    extra = round_half_up(month.owed[rows] * share / 100_000) * 100_000
    rows, extra = rows[extra > 0], extra[extra > 0]
    if not len(rows):
        return
    loan, day = month.loan[rows], month.due_day[rows]
    state.receipts.add(
        loan, month.number, day, month.need[rows] + extra, method=NEFT, is_prompt=True
    )
    schedule = state.schedule
    number = np.full_like(loan, month.number)
    state.superseded.append(set_aside(schedule, loan, number))
    state.changed_from[loan] = number
    place = schedule.first[loan] + month.number - 1
    schedule.principal[place] += extra
    schedule.balance[place] -= extra
    rewrite(state, loan, number + 1, schedule.balance[place])
    state.recast_on[loan] = day
    month.paid[rows] = month.need[rows]
    month.paid_on[rows] = day


def _prepaid(state: LedgerState, month: Month, rows: Ints) -> None:
    """The instalment, then everything that remains: the loan is closed."""
    loan = month.loan[rows]
    day = month.due_day[rows]
    _enter(state, month, rows, day, month.need[rows], _usual(state, month, rows))
    later = day + 1 + month.days(rows, _DELAY, 20)
    state.receipts.add(
        loan, month.number, later, month.owed[rows], method=NEFT, is_loose=True, is_prompt=True
    )
    state.closed_on[loan] = later
    state.is_open[loan] = False


def _hundreds(paise: Singles | Floats) -> Ints:
    """Rounded to a hundred rupees, one hundred at least."""
    return np.maximum(round_half_up(np.asarray(paise, dtype=np.float64) / 10_000) * 10_000, 10_000)


def draw_missed(month: Month, chance: Singles) -> Flags:
    """Which of the undecided loans pay nothing this month."""
    missed: Flags = (month.uniform[_MISS] < chance) & ~month.is_done
    return missed
