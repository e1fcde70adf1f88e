"""Lines over months, each labelled at its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from reports.charts import UNIT
from reports.formats import month_tick
from reports.scales import Box, Point, Scale, Tick, line_path, round_steps, spread, step_decimals

_HEIGHT: Final = 232.0
_TICK_ROOM: Final = 62.0
_LABEL_GAP: Final = 15.0


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name and a value for each day, null where there is none."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class DrawnSeries:
    """One line in place; `dots` marks points without neighbours, which no line would show."""

    number: int
    path: str
    dots: tuple[Point, ...]
    end: Point | None
    label: str
    label_y: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The whole picture."""

    width: float
    height: float
    box: Box
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    series: tuple[DrawnSeries, ...]


def day_scale(days: Sequence[date], left: float, right: float) -> Scale:
    """Places of the days, equally spaced; a day alone stands at the right, where today is."""
    if len(days) == 1:
        return Scale(-1, 0, left, right)
    return Scale(0, max(len(days) - 1, 1), left, right)


def day_ticks(days: Sequence[date], across: Scale, room: float = _TICK_ROOM) -> tuple[Tick, ...]:
    """Every n-th day, counted back from the last, so that labels do not touch."""
    if not days:
        return ()
    spacing = abs(across.end - across.start) / max(len(days) - 1, 1)
    step = max(1, -int(-room // max(spacing, 1e-9)))
    places = range(len(days) - 1, -1, -step)
    return tuple(Tick(across(place), month_tick(days[place])) for place in sorted(places))


def trend(
    days: Sequence[date],
    series: Sequence[Series],
    label: Callable[[float, int], str],
    end_label: Callable[[float], str],
    *,
    width: float = UNIT,
    label_room: float = 78.0,
    tick_room: float = 44.0,
    from_zero: bool = True,
) -> Trend:
    """Lines on one axis.

    Args:
        days: the days, old to new.
        series: at most six lines over these days.
        label: writes an axis value with so many decimals.
        end_label: writes a line's last value.
        width: UNIT or DOUBLE.
        label_room: pixels to the right of the plot for the lines' names.
        tick_room: pixels to the left of the plot for the axis labels.
        from_zero: start the axis at zero; a ratio near one is shown from below itself instead.
    """
    known = [value for line in series for value in line.values if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    margin = (high - low) * 0.15 or abs(high) * 0.05 or 0.01
    # what is never negative is not shown on an axis below zero
    start = 0.0 if from_zero else max(low - margin, 0.0) if low >= 0 else low - margin
    steps = round_steps(start, high + margin * 0.3, 4)
    box = Box(tick_room, 14, width - label_room, _HEIGHT - 26)
    across = day_scale(days, box.left + 4, box.right - 4)
    up = Scale(steps[0], steps[-1], box.bottom, box.top)
    decimals = step_decimals(steps)
    placed = [
        [
            None if value is None else (across(place), up(value))
            for place, value in enumerate(line.values)
        ]
        for line in series
    ]
    ends = [next((point for point in reversed(points) if point), None) for points in placed]
    heights = iter(spread([end[1] for end in ends if end], _LABEL_GAP, box.top, box.bottom))
    drawn = []
    for number, (line, points, end) in enumerate(zip(series, placed, ends, strict=True), start=1):
        last = next((value for value in reversed(line.values) if value is not None), None)
        drawn.append(
            DrawnSeries(
                number=number,
                path=line_path(points),
                dots=_lonely(points),
                end=end,
                label=line.name if last is None else f"{line.name} {end_label(last)}".strip(),
                label_y=next(heights) if end else box.top,
            )
        )
    return Trend(
        width=width,
        height=_HEIGHT,
        box=box,
        across=day_ticks(days, across),
        up=tuple(Tick(up(step), label(step, decimals)) for step in steps),
        series=tuple(drawn),
    )


def _lonely(points: Sequence[Point | None]) -> tuple[Point, ...]:
    padded = [None, *points, None]
    return tuple(
        point
        for before, point, after in zip(padded, padded[1:], padded[2:], strict=False)
        if point and not before and not after
    )
