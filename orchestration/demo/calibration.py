"""The level of the hazards that gives the share of bad loans that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import log

from orchestration.demo.arrays import Floats
from orchestration.demo.labels import LABEL_MONTHS, label
from orchestration.demo.macro import Macro
from orchestration.demo.part import Part, build_part, run_ledger
from orchestration.demo.settings import SMALLEST_CALIBRATED_BOOK, DemoSettings

_LOANS_NEEDED = 100_000
_FIRST_TRIAL, _FIRST_SLOPE = -4.3, 1.2
_TRIALS = 14
_CLOSE_ENOUGH = 0.0004


def find_level(settings: DemoSettings, macro: Macro, areas: Floats) -> float:
    """Solved on a pilot with the book's own random numbers.

    The pilot is the book itself up to 100,000 loans and its first parts above; a book too small to
    be met exactly takes the level of a book of 2,000 loans.
    """
    pilot = settings
    if settings.loans < SMALLEST_CALIBRATED_BOOK:
        pilot = replace(settings, loans=SMALLEST_CALIBRATED_BOOK)
    needed = min(-(-_LOANS_NEEDED // pilot.loans_per_part), pilot.parts)
    parts = [build_part(pilot, number, macro, areas) for number in range(needed)]

    def share(level: float) -> float:
        return _share_bad(pilot, parts, macro, level)

    return _solve(share, settings.bad_rate)


def _share_bad(settings: DemoSettings, parts: Sequence[Part], macro: Macro, level: float) -> float:
    bads = measured = 0
    for part in parts:
        # the thirteenth due date may still lie inside the twelve months
        state = run_ledger(settings, part, macro, level, months=LABEL_MONTHS + 1)
        found = label(state, state.receipts.close(state.last_day, state.loans.application))
        bads += int((found.is_mature & (found.first_bad_on > 0)).sum())
        measured += int(found.is_mature.sum())
    return bads / measured if measured else 0.0


def _solve(share: Callable[[float], float], wanted: float) -> float:
    """The level whose share comes closest, by secants in log-odds.

    In log-odds the share grows almost in a straight line with the level; the slope is learnt from
    the last two trials and held inside what a hazard can do.
    """
    level, slope = _FIRST_TRIAL, _FIRST_SLOPE
    best, smallest, last = level, 1.0, (level, wanted)
    for trial in range(_TRIALS):
        found = share(level)
        if abs(found - wanted) < smallest:
            best, smallest = level, abs(found - wanted)
        if smallest < _CLOSE_ENOUGH:
            break
        if trial and level != last[0]:
            rise = (_log_odds(found) - _log_odds(last[1])) / (level - last[0])
            slope = min(max(rise, 0.3), 2.5)
        last = (level, found)
        level = level + (_log_odds(wanted) - _log_odds(found)) / slope
    return best


def _log_odds(share: float) -> float:
    held = min(max(share, 0.0005), 0.9995)
    return log(held / (1 - held))
