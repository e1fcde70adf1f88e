"""When the lender's systems knew: most things the same evening, some too late for their night."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from orchestration.demo.arrays import Flags, Ints, Purpose, stream
from orchestration.demo.dates import day_number, timestamp
from orchestration.demo.receipts import BOUNCED, Receipts
from orchestration.demo.settings import DemoSettings

RECORD_CUTOFF_HOURS = 2
_HOUR = 3600


def cutoff(settings: DemoSettings) -> int:
    """Microseconds since 1970 after which nothing is known in the night of the book's last day."""
    return int(timestamp(day_number(settings.as_of_date) + 1, RECORD_CUTOFF_HOURS * _HOUR))


def within_hours(rng: np.random.Generator, days: Ints, start: int, end: int) -> Ints:
    """Record times on the given days between two full hours, in microseconds since 1970."""
    seconds = start * _HOUR + np.floor(rng.random(len(days)) * (end - start) * _HOUR)
    recorded: Ints = timestamp(days, seconds.astype(np.int64))
    return recorded


@dataclass(frozen=True)
class RecordedReceipts:
    """Receipts that the lender knows on the night of the last day, and since when."""

    receipts: Receipts
    recorded_at: Ints


def record_receipts(settings: DemoSettings, part: int, receipts: Receipts) -> RecordedReceipts:
    """Eight in ten the same day, most others before the cut-off, one in a hundred days later."""
    rng = stream(settings.seed, Purpose.RECORDING, part)
    count = len(receipts)
    luck, second, lag = rng.random(count), rng.random(count), rng.random(count)
    is_late = (luck > 0.988) & ~receipts.is_prompt
    is_next_morning = (luck > 0.955) & ~is_late & ~receipts.is_prompt
    is_after_midnight = ((luck > 0.80) | (receipts.kind == BOUNCED)) & ~is_late & ~is_next_morning
    is_after_midnight &= ~receipts.is_prompt
    days_after = np.where(is_late, 1 + np.floor(20 * lag**1.6), is_next_morning | is_after_midnight)
    opens = np.select(
        [is_after_midnight, is_next_morning | is_late], [600.0, 8.5 * _HOUR], 9 * _HOUR
    )
    lasts = np.select(
        [is_after_midnight, is_next_morning | is_late], [6000.0, 4 * _HOUR], 13 * _HOUR
    )
    seconds = np.floor(opens + second * lasts).astype(np.int64)
    recorded_at = timestamp(receipts.day + days_after.astype(np.int64), seconds)
    known: Flags = recorded_at <= cutoff(settings)
    return RecordedReceipts(receipts.take(known), recorded_at[known])
