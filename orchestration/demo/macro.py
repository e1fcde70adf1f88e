"""The economy around the book: a stress that comes and goes, and the policy rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orchestration.demo.arrays import Floats, Ints, Purpose, stream
from orchestration.demo.dates import day_number, month_of
from orchestration.demo.settings import DemoSettings

# Reserve Bank of India, repo rate, percent a year, by the day from which it holds.
_REPO_RATE: tuple[tuple[str, float], ...] = (
    ("2010-01-01", 6.50),
    ("2019-10-04", 5.15),
    ("2020-03-27", 4.40),
    ("2020-05-22", 4.00),
    ("2022-05-04", 4.40),
    ("2022-06-08", 4.90),
    ("2022-08-05", 5.40),
    ("2022-09-30", 5.90),
    ("2022-12-07", 6.25),
    ("2023-02-08", 6.50),
    ("2025-02-07", 6.25),
    ("2025-04-09", 6.00),
    ("2025-06-06", 5.50),
)
_RATE_DAYS: Ints = np.array([d for d, _ in _REPO_RATE], dtype="datetime64[D]").astype(np.int64)
_RATES: Floats = np.array([rate for _, rate in _REPO_RATE])

_STRESS_MONTHS_BEFORE_END = 32
_STRESS_HEIGHT = 0.45
_STRESS_WIDTH_MONTHS = 4.0


@dataclass(frozen=True)
class Macro:
    """Stress by calendar month, in log-odds of trouble.

    Attributes:
        first_month: month (since January 1970) of the first element.
        stress: one figure a month, to the month of the last day of the book.
    """

    first_month: int
    stress: Floats

    def at(self, months: Ints) -> Floats:
        """Stress of each month; before the first month its stress, after the last that one's."""
        position = np.clip(months - self.first_month, 0, len(self.stress) - 1)
        return self.stress[position]


def build_macro(settings: DemoSettings) -> Macro:
    """One stress some two and a half years before the end, and small waves."""
    last = int(month_of(day_number(settings.as_of_date)))
    months = np.arange(last - settings.months - 2, last + 1)
    distance = (months - (last - _STRESS_MONTHS_BEFORE_END)) / _STRESS_WIDTH_MONTHS
    noise = stream(settings.seed, Purpose.MACRO).normal(0.0, 0.04, len(months))
    waves = np.zeros(len(months))
    for i in range(1, len(months)):
        waves[i] = 0.7 * waves[i - 1] + noise[i]
    return Macro(int(months[0]), _STRESS_HEIGHT * np.exp(-0.5 * distance**2) + waves)


def repo_rate(days: Ints) -> Floats:
    """Policy rate in force on each day, percent a year."""
    return _RATES[np.maximum(np.searchsorted(_RATE_DAYS, days, side="right") - 1, 0)]


def rate_change_after(days: Ints) -> Ints:
    """Day of the first rate change after each day; the last change when none follows."""
    return _RATE_DAYS[
        np.minimum(np.searchsorted(_RATE_DAYS, days, side="right"), len(_RATE_DAYS) - 1)
    ]
