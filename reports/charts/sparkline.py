"""A line the size of a word: the last thirteen months of one figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reports.scales import Point, Scale, line_path

WIDTH: Final = 120.0
HEIGHT: Final = 30.0
_EDGE: Final = 3.0


@dataclass(frozen=True, slots=True)
class Sparkline:
    """The line and its last point; `path` is empty when there are fewer than two points."""

    width: float
    height: float
    path: str
    end: Point | None


def sparkline(values: Sequence[float | None]) -> Sparkline:
    """Equally spaced values from old to new; a null leaves a gap.

    The vertical range is the figure's own, widened to a twentieth of its size so that noise in a
    steady figure does not look like a storm.
    """
    known = [value for value in values if value is not None]
    if not known:
        return Sparkline(WIDTH, HEIGHT, "", None)
    middle = (max(known) + min(known)) / 2
    reach = max((max(known) - min(known)) / 2, abs(middle) / 40) or 1.0
    across = Scale(0, max(len(values) - 1, 1), _EDGE, WIDTH - _EDGE)
    up = Scale(middle - reach, middle + reach, HEIGHT - _EDGE, _EDGE)
    points = [
        None if value is None else (across(place), up(value)) for place, value in enumerate(values)
    ]
    drawn = [point for point in points if point is not None]
    is_latest_known = points[-1] is not None
    return Sparkline(
        WIDTH,
        HEIGHT,
        line_path(points) if len(drawn) > 1 else "",
        drawn[-1] if is_latest_known else None,
    )
