"""The level of the hazards that gives the share of bad loans that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from orchestration.demo.arrays import Floats
from orchestration.demo.labels import LABEL_MONTHS, label
from orchestration.demo.macro import Macro
from orchestration.demo.part import Part, build_part, run_ledger
from orchestration.demo.settings import SMALLEST_CALIBRATED_BOOK, DemoSettings

_LOANS_NEEDED = 40_000
_LOWEST, _HIGHEST = -12.0, 3.0
_STEPS = 14
_CLOSE_ENOUGH = 0.0004


def find_level(settings: DemoSettings, macro: Macro, areas: Floats) -> float:
    """Bisection on a pilot with the book's own random numbers.

    The pilot is the book itself up to 40,000 loans and its first parts above; a book too small to
    be met exactly takes the level of a book of 2,000 loans.
    """
    pilot = settings
    if settings.loans < SMALLEST_CALIBRATED_BOOK:
        pilot = replace(settings, loans=SMALLEST_CALIBRATED_BOOK)
    needed = min(-(-_LOANS_NEEDED // pilot.loans_per_part), pilot.parts)
    parts = [build_part(pilot, number, macro, areas) for number in range(needed)]

    def share(level: float) -> float:
        return _share_bad(pilot, parts, macro, level)

    return _bisect(share, settings.bad_rate)


def _share_bad(settings: DemoSettings, parts: Sequence[Part], macro: Macro, level: float) -> float:
    bads = measured = 0
    for part in parts:
        # the thirteenth due date may still lie inside the twelve months
        state = run_ledger(settings, part, macro, level, months=LABEL_MONTHS + 1)
        found = label(state, state.receipts.close(state.last_day, state.loans.application))
        bads += int((found.is_mature & (found.first_bad_on > 0)).sum())
        measured += int(found.is_mature.sum())
    return bads / measured if measured else 0.0


def _bisect(share: Callable[[float], float], wanted: float) -> float:
    low, high = _LOWEST, _HIGHEST
    for _ in range(_STEPS):
        middle = (low + high) / 2
        found = share(middle)
        if abs(found - wanted) < _CLOSE_ENOUGH:
            break
        low, high = (middle, high) if found < wanted else (low, middle)
    return (low + high) / 2
