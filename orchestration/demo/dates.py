"""Calendar arithmetic on whole arrays: a day is the number of days since 1 January 1970."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from orchestration.demo.arrays import Ints

_FIRST_MONTH = (1900 - 1970) * 12
_LAST_MONTH = (2150 - 1970) * 12
_MONTHS = np.arange(_FIRST_MONTH, _LAST_MONTH + 1)
_STARTS: Ints = _MONTHS.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
_LENGTHS: Ints = np.diff(_STARTS)
_MONTH_OF_DAY: Ints = np.repeat(_MONTHS[:-1], _LENGTHS).astype(np.int64)

MICROSECONDS_PER_DAY = 86_400_000_000


def day_number(value: date) -> int:
    """Days since 1 January 1970."""
    return (value - date(1970, 1, 1)).days


def month_of(days: Any) -> Any:
    """Months since January 1970 of each day."""
    return _MONTH_OF_DAY[days - _STARTS[0]]


def month_start(months: Any) -> Any:
    """First day of each month."""
    return _STARTS[months - _FIRST_MONTH]


def month_length(months: Any) -> Any:
    """Days in each month."""
    return _LENGTHS[months - _FIRST_MONTH]


def day_of_month(days: Any) -> Any:
    """1 to 31."""
    return days - month_start(month_of(days)) + 1


def on_anchor(months: Any, anchor: Any) -> Any:
    """The anchor day of each month, or its last day where the month is too short."""
    return month_start(months) + np.minimum(anchor, month_length(months)) - 1


def add_months(days: Any, months: Any) -> Any:
    """Days moved by calendar months, clamped to the month's end."""
    return on_anchor(month_of(days) + months, day_of_month(days))


def timestamp(days: Any, seconds: Any) -> Any:
    """Microseconds since 1970 of a second of a day."""
    return days * MICROSECONDS_PER_DAY + seconds * 1_000_000
