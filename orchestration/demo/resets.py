"""Floating rates: a home loan follows the policy rate once, with a new rate and new dues."""

from __future__ import annotations

import numpy as np

from orchestration.demo.arrays import NO_DAY, Purpose, stream
from orchestration.demo.collection import rewrite
from orchestration.demo.dates import day_of_month, month_of
from orchestration.demo.macro import rate_change_after, repo_rate
from orchestration.demo.products import HOME, LAP
from orchestration.demo.schedule import set_aside
from orchestration.demo.settings import DemoSettings
from orchestration.demo.state import LedgerState

_SHARE_RESET = 0.5
_DAYS_BEFORE_A_RESET = 75
_DAYS_OF_NOTICE = 12


def reset_rates(settings: DemoSettings, part: int, state: LedgerState) -> None:
    """Give half of the home loans and loans against property their first reset, where one came."""
    loans, schedule = state.loans, state.schedule
    rng = stream(settings.seed, Purpose.RESETS, part)
    is_floating = np.isin(loans.product, [HOME, LAP]) & (rng.random(len(loans)) < _SHARE_RESET)
    loan = np.flatnonzero(is_floating)
    earliest = loans.disbursed_on[loan] + _DAYS_BEFORE_A_RESET
    day = rate_change_after(earliest) + _DAYS_OF_NOTICE
    change = repo_rate(day) - repo_rate(loans.disbursed_on[loan])
    # the first instalment that falls due after the day of the reset
    passed = (
        month_of(day) - schedule.first_month[loan] + (day_of_month(day) >= schedule.anchor[loan])
    )
    start = np.maximum(passed, 0) + 1
    happens = (day > earliest) & (day <= state.last_day) & (np.abs(change) > 0.001) & (start >= 2)
    happens &= start <= schedule.term[loan] - 6
    loan, day, start, change = loan[happens], day[happens], start[happens], change[happens]
    state.superseded.append(set_aside(schedule, loan, start))
    state.changed_from[loan] = start
    state.rate[loan] = loans.rate[loan] + change
    state.reset_on[loan] = day
    rewrite(state, loan, start, schedule.balance[schedule.first[loan] + start - 2])


def forget_late_resets(state: LedgerState) -> None:
    """Take back the resets of loans that had ended before they came; nothing was due under them."""
    ended = state.ended_on
    is_late = (ended > NO_DAY) & (state.reset_on >= ended)
    for position, old in enumerate(state.superseded):
        taken_back = is_late[old.loan]
        loan, number = old.loan[taken_back], old.number[taken_back]
        place = state.schedule.first[loan] + number - 1
        state.schedule.principal[place] = old.principal[taken_back]
        state.schedule.interest[place] = old.interest[taken_back]
        state.superseded[position] = old.take(~taken_back)
    state.reset_on[is_late] = NO_DAY
    state.changed_from[is_late] = 0
    state.rate[is_late] = state.loans.rate[is_late]
    state.level[is_late] = state.loans.instalment[is_late]
