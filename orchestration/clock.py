"""The one place that reads the time of day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def last_ended_day(time_zone: str, at: datetime | None = None) -> date:
    """The day that has just ended in the lender's time zone: what a night at 02:00 is about.

    >>> last_ended_day("Asia/Kolkata", datetime(2025, 6, 30, 20, 30, tzinfo=UTC))
    datetime.date(2025, 6, 30)
    """
    local = (at or now()).astimezone(ZoneInfo(time_zone))
    return local.date() - timedelta(days=1)
