"""Bands stacked over months, worst at the bottom where the base is straight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from reports.charts import DOUBLE
from reports.charts.trend import day_ticks
from reports.scales import Box, Scale, Tick, area_path, round_steps, spread, step_decimals

_HEIGHT: Final = 280.0
_LABEL_GAP: Final = 16.0


@dataclass(frozen=True, slots=True)
class Band:
    """One band: name, place on the ordered ramp (1 mild to 5 grave), a value for each day."""

    name: str
    shade: int
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class DrawnBand:
    """One band in place, with the height of its label and of its own end."""

    shade: int
    path: str
    label: str
    label_y: float
    end_y: float


@dataclass(frozen=True, slots=True)
class Stack:
    """The whole picture."""

    width: float
    height: float
    box: Box
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    bands: tuple[DrawnBand, ...]


def stack(
    days: Sequence[date],
    bands: Sequence[Band],
    label: Callable[[float, int], str],
    end_label: Callable[[float], str],
    *,
    width: float = DOUBLE,
) -> Stack:
    """Stack the bands, the first at the bottom; one day alone is drawn as a column.

    Args:
        days: the days, old to new; at least one.
        bands: bottom to top, each with a value for each day, none negative.
        label: writes an axis value with so many decimals.
        end_label: writes a band's last value.
    """
    totals = [sum(column) for column in zip(*(band.values for band in bands), strict=True)]
    steps = round_steps(0.0, max(totals, default=0.0), 5)
    box = Box(44, 12, width - 118, _HEIGHT - 26)
    across = Scale(0, max(len(days) - 1, 1), box.left, box.right)
    up = Scale(steps[0], steps[-1], box.bottom, box.top)
    places = [across(place) for place in range(len(days))]
    edges = places if len(places) > 1 else [box.right - 60, box.right]
    base = [0.0] * len(days)
    ends, paths = [], []
    for band in bands:
        top = [low + value for low, value in zip(base, band.values, strict=True)]
        upper, lower = [up(value) for value in top], [up(value) for value in base]
        if len(days) == 1:
            upper, lower = upper * 2, lower * 2
        paths.append(
            area_path(
                list(zip(edges, upper, strict=True)),
                list(zip(edges, lower, strict=True)),
            )
        )
        ends.append((upper[-1] + lower[-1]) / 2)
        base = top
    heights = spread(ends, _LABEL_GAP, box.top + 4, box.bottom - 2)
    return Stack(
        width=width,
        height=_HEIGHT,
        box=box,
        across=day_ticks(days, across)
        if len(days) > 1
        else (Tick(box.right - 30, day_ticks(days, across)[0].label),),
        up=tuple(Tick(up(step), label(step, step_decimals(steps))) for step in steps),
        bands=tuple(
            DrawnBand(band.shade, path, f"{band.name} {end_label(band.values[-1])}", label_y, end_y)
            for band, path, label_y, end_y in zip(bands, paths, heights, ends, strict=True)
        ),
    )
