"""The ledger, month by month: what every open loan pays, and how it ends.

A month of a loan is one of its due dates. Uniform numbers are drawn for every loan that the book
sees in that month, open or not, so that a change of the level leaves every other draw as it was.
"""

from __future__ import annotations

import numpy as np

from orchestration.demo.arrays import sigmoid
from orchestration.demo.collection import NPA_BEHIND, collect
from orchestration.demo.dates import month_of
from orchestration.demo.hazards import (
    INCOME_LOSS_MONTHS,
    INCOME_LOSS_TROUBLE,
    MOST_ARREARS,
    RISK_WEIGHT,
    STICKINESS,
    STRAIN_LASTS,
    STRAIN_NEWS,
    seasoning,
)
from orchestration.demo.macro import Macro
from orchestration.demo.paying import draw_missed, miss, pay_behind, pay_clean
from orchestration.demo.state import LedgerState, Month

_DRAWS = 7
_RESTRUCTURED_TROUBLE = 0.8


def simulate(
    state: LedgerState,
    macro: Macro,
    level: float,
    rng: np.random.Generator,
    months: int | None = None,
) -> None:
    """Play `months` months on book (None: all that the book sees) and leave them in `state`.

    `level` is the intercept of the hazard of a missed month.
    """
    seen = state.loans.months_seen
    last = int(seen[0]) if len(seen) else 0
    for number in range(1, min(last, months or last) + 1):
        watched = int(np.searchsorted(-seen, -number, side="right"))
        uniform = rng.random((_DRAWS, watched), dtype=np.float32)
        news = rng.standard_normal(watched, dtype=np.float32)
        state.strain[:watched] = STRAIN_LASTS * state.strain[:watched] + STRAIN_NEWS * news
        month = _open_month(state, macro, number, uniform)
        collect(state, month)
        chance = sigmoid(np.float32(level) + STICKINESS[month.behind] + month.trouble)
        miss(state, month, draw_missed(month, chance))
        pay_behind(state, month)
        pay_clean(state, month)
        _close_month(state, month)


def _open_month(state: LedgerState, macro: Macro, number: int, uniform: np.ndarray) -> Month:
    schedule, loans = state.schedule, state.loans
    candidates = np.flatnonzero(state.is_open[: uniform.shape[1]])
    is_running = (number <= schedule.term[candidates]) | (state.arrears[candidates] > 0)
    loan = candidates[is_running]
    term = schedule.term[loan]
    place = schedule.first[loan] + np.minimum(number, term) - 1
    due = np.where(number <= term, schedule.principal[place] + schedule.interest[place], 0)
    arrears, level = state.arrears[loan], state.level[loan]
    behind = np.clip((np.maximum(arrears, 0) + level // 2) // level, 0, MOST_ARREARS)
    due_day = schedule.due_day(loan, np.full_like(loan, number))
    calendar = month_of(due_day)
    loss_age = calendar - loans.income_loss_month[loan]
    without_income = (loss_age >= 0) & (loss_age < INCOME_LOSS_MONTHS)
    trouble = (
        RISK_WEIGHT[behind] * loans.risk[loan]
        + macro.at(calendar).astype(np.float32)
        + RISK_WEIGHT[behind] * state.strain[loan]
        + np.float32(seasoning(number))
        + np.float32(INCOME_LOSS_TROUBLE) * without_income
        + np.float32(_RESTRUCTURED_TROUBLE) * (state.restructured_on[loan] > 0)
    ).astype(np.float32)
    is_behind = behind >= NPA_BEHIND
    since = state.npa_since[loan]
    state.npa_since[loan] = np.where(
        is_behind & (since == 0), number, np.where(arrears <= 0, 0, since)
    )
    return Month(
        number=number,
        loan=loan,
        due_day=due_day,
        need=arrears + due,
        behind=behind,
        trouble=trouble,
        remaining=term - number,
        owed=np.where(number <= term, schedule.balance[place], 0),
        uniform=uniform[:, loan],
    )


def _close_month(state: LedgerState, month: Month) -> None:
    loan = month.loan
    left = month.need - month.paid
    state.arrears[loan] = left
    state.has_paid[loan] |= month.paid > 0
    level = state.level[loan]
    state.history[month.number - 1, loan] = np.clip(
        (np.maximum(left, 0) + level // 2) // level, 0, 100
    )
    is_over = (left <= 0) & (month.number >= state.schedule.term[loan]) & state.is_open[loan]
    over = loan[is_over]
    state.closed_on[over] = month.paid_on[is_over]
    state.is_open[over] = False
