"""Two distributions over one scale, laid on each other: one filled, one a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from reports.charts import UNIT
from reports.scales import Box, Point, Scale, Tick, area_path, line_path, round_steps, step_decimals

_HEIGHT: Final = 232.0
_CHARACTER: Final = 6.8


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin [low, high) with the share of each group that lies in it; null for an empty group."""

    low: float
    high: float
    filled: float | None
    lined: float | None


@dataclass(frozen=True, slots=True)
class Name:
    """A group's name, over its highest bin."""

    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Distributions:
    """The whole picture; a path is empty when its group is."""

    width: float
    height: float
    box: Box
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    filled_path: str
    lined_path: str
    filled_name: Name | None
    lined_name: Name | None


def distributions(
    bins: Sequence[Bin],
    score_label: Callable[[float, int], str],
    share_label: Callable[[float, int], str],
    *,
    filled_name: str,
    lined_name: str,
) -> Distributions:
    """Stepped outlines of both groups on one share axis that starts at zero."""
    filled = [(part, part.filled) for part in bins if part.filled is not None]
    lined = [(part, part.lined) for part in bins if part.lined is not None]
    highest = max((share for _, share in (*filled, *lined)), default=0.0)
    steps = round_steps(0.0, min(highest * 1.12, 1.0) or 1.0, 4)
    box = Box(40, 14, UNIT - 12, _HEIGHT - 30)
    low, high = (bins[0].low, bins[-1].high) if bins else (0.0, 1.0)
    across = Scale(low, high, box.left, box.right)
    up = Scale(steps[0], steps[-1], box.bottom, box.top)
    marks = [step for step in round_steps(low, high, 6) if low <= step <= high]
    outline = _outline(filled, across, up)
    names = _names([(filled_name, _peak(filled)), (lined_name, _peak(lined))], across, up, box)
    return Distributions(
        width=UNIT,
        height=_HEIGHT,
        box=box,
        across=tuple(Tick(across(mark), score_label(mark, 0)) for mark in marks),
        up=tuple(Tick(up(step), share_label(step, step_decimals(steps))) for step in steps),
        filled_path=area_path(outline, [(x, box.bottom) for x, _ in outline]),
        lined_path=line_path(_outline(lined, across, up)),
        filled_name=names[0],
        lined_name=names[1],
    )


def _outline(parts: Sequence[tuple[Bin, float]], across: Scale, up: Scale) -> list[Point]:
    corners: list[Point] = []
    for part, share in parts:
        corners += [(across(part.low), up(share)), (across(part.high), up(share))]
    return corners


def _peak(parts: Sequence[tuple[Bin, float]]) -> tuple[Bin, float] | None:
    return max(parts, key=lambda entry: entry[1], default=None)


def _names(
    peaks: Sequence[tuple[str, tuple[Bin, float] | None]], across: Scale, up: Scale, box: Box
) -> list[Name | None]:
    """Each name over its peak; names that would touch lean away from each other."""
    places = [
        None if peak is None else (across((peak[0].low + peak[0].high) / 2), up(peak[1]) - 7)
        for _, peak in peaks
    ]
    widths = [len(text) * _CHARACTER for text, _ in peaks]
    anchors = ["middle"] * len(places)
    first, second = places
    if first and second and abs(first[0] - second[0]) < sum(widths) / 2 + 8:
        anchors = ["end", "start"] if first[0] < second[0] else ["start", "end"]
    names: list[Name | None] = []
    for (text, _), place, anchor, width in zip(peaks, places, anchors, widths, strict=True):
        if place is None:
            names.append(None)
            continue
        left = {"middle": width / 2, "end": width, "start": 0.0}[anchor]
        x = min(max(place[0], box.left + left), box.right - (width - left))
        names.append(Name(text, x, max(place[1], box.top - 2), anchor))
    return names
