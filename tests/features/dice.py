"""Dice that fall as real books do: days, amounts, and record times that are late or missing."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

FIRST_DAY = date(2021, 1, 1)
LAST_DAY = date(2025, 6, 30)
# The days on which the book is looked at: one before any loan's first year is over, a short month's
# end, a leap day, a day in mid-month, and the last day. Many rows lie at the very edges of these.
DATES = (date(2021, 12, 31), date(2023, 2, 28), date(2024, 2, 29), date(2024, 11, 15), LAST_DAY)


class Dice(random.Random):
    """The same throws for the same seed."""

    def chance(self, share: float) -> bool:
        return self.random() < share

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.randrange((last - first).days + 1))

    def edge(self, *offsets: int) -> date:
        """A day that lies one of `offsets` days after one of the dates."""
        return self.choice(DATES) + timedelta(days=self.choice(offsets))

    def money(self, *, below: int) -> Decimal:
        return Decimal(self.randrange(below * 100)) / 100

    def recorded(self, day: date, share_late: float = 0.1, share_absent: float = 0.2) -> Any:
        """When the lender knew: that day, in the night after, late by days or months, or untold.

        The night's rows end at two: one in the last minute, and one in the minute after, which is
        too late for the day.
        """
        if self.chance(share_absent):
            return None
        hours = self.choice((10, 20, 25, 26)) + 24 * (
            self.choice((1, 3, 20, 60, 400)) if self.chance(share_late) else 0
        )
        too_late = timedelta(minutes=1) if self.chance(0.03) else timedelta(0)
        return datetime(day.year, day.month, day.day) + timedelta(hours=hours) + too_late
