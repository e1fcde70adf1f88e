"""Who applies when: several loans a borrower, a growing book, busy festivals, quiet Sundays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orchestration.demo.arrays import Floats, Ints, Purpose, pick, stream
from orchestration.demo.dates import add_months, day_number, month_of
from orchestration.demo.settings import DemoSettings

_LOANS_PER_BORROWER: Floats = np.array([0.72, 0.19, 0.07, 0.02])
_GROWTH_A_YEAR = 0.15
# April to March: weak after the year end, strong around Dussehra and Diwali
_SEASON: Floats = np.array(
    [1.0, 1.0, 1.12, 0.88, 0.95, 0.97, 0.95, 1.0, 1.05, 1.22, 1.18, 1.02]
)  # January first
_SUNDAY = 3  # 1 January 1970 was a Thursday: day 3 was a Sunday
_SUNDAY_WEIGHT = 0.15


@dataclass(frozen=True)
class Arrivals:
    """Applications of one part, ordered by borrower and then by day.

    Attributes:
        borrower: borrower number (0-based in the part) of each application.
        day: application day of each.
        first: position of each borrower's first application.
    """

    borrower: Ints
    day: Ints
    first: Ints


def draw_arrivals(settings: DemoSettings, part: int) -> Arrivals:
    """Applications of one part, exactly as many as the part has loans."""
    rng = stream(settings.seed, Purpose.ARRIVALS, part)
    count = settings.loans_in_part(part)
    loans = pick(rng.random(count), _LOANS_PER_BORROWER) + 1
    borrower = np.repeat(np.arange(count), loans)[:count]
    day = _application_days(rng.random(count), settings)
    order = np.lexsort((day, borrower))
    first = np.flatnonzero(np.diff(borrower, prepend=-1))
    return Arrivals(borrower, day[order], first)


def _application_days(uniform: Floats, settings: DemoSettings) -> Ints:
    last = day_number(settings.as_of_date)
    start = int(add_months(np.int64(last), -settings.months)) + 1
    days = np.arange(start, last + 1)
    weights = np.exp(np.log1p(_GROWTH_A_YEAR) * (days - start) / 365.25)
    weights = weights * _SEASON[month_of(days) % 12]
    weights = np.where(days % 7 == _SUNDAY, weights * _SUNDAY_WEIGHT, weights)
    return days[pick(uniform, weights)]
