"""Days as whole numbers since 1970 beside pandas' own dates, and months between dates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

# Before and after every day of a book.
NO_DAY = np.iinfo(np.int32).min
NEVER = np.iinfo(np.int32).max


def day_number(dates: pd.Series, missing: int = NO_DAY) -> np.ndarray:
    """Days since 1970-01-01 as int32; `missing` where there is no date."""
    days = dates.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), missing, days.astype(np.int64)).astype(np.int32)


def number_of(day: pd.Timestamp) -> int:
    """Days since 1970-01-01 of one date."""
    return int((day - pd.Timestamp(0)).days)


def months_before(day: pd.Timestamp, months: int) -> int:
    """The number of the same day of an earlier month, or of that month's last day."""
    return number_of(day - pd.DateOffset(months=months))


def months_after(dates: pd.Series, months: pd.Series | int) -> pd.Series:
    """The same day of a later month, or that month's last day; each may have months of its own."""
    days = dates.to_numpy().astype("datetime64[D]")
    month = days.astype("datetime64[M]")
    later = month + np.asarray(months, dtype="timedelta64[M]")
    first, last = later.astype("datetime64[D]"), (later + 1).astype("datetime64[D]") - 1
    return pd.Series(np.minimum(first + (days - month.astype("datetime64[D]")), last), dates.index)


def months_between(first: Any, last: Any) -> Any:
    """Whole months completed from one day to another; a side is a Series or a Timestamp."""
    first, last = (side.dt if isinstance(side, pd.Series) else side for side in (first, last))
    months = (last.year - first.year) * 12 + (last.month - first.month)
    return months - (last.day < first.day)
