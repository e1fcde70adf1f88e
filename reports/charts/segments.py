"""Bars by segment with a rate as a dot: how much stands where, and how it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from reports.charts import UNIT
from reports.scales import Box, Scale, Tick, round_steps, shortened, step_decimals

_ROW: Final = 23.0
_NAME: Final = 100.0
_SIZE_END: Final = 168.0
_BARS: Final = (176.0, 246.0)
_DOTS: Final = (262.0, 312.0)
_HEAD: Final = 30.0
_FOOT: Final = 6.0


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: name, size (not negative), rate (null when there is nothing to divide by)."""

    name: str
    size: float
    rate: float | None
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class DrawnSegment:
    """One row: the clipped name, the size and its bar, the dot and its rate."""

    name: str
    full_name: str
    y: float
    size_label: str
    bar: float
    dot: float | None
    rate_label: str
    is_quiet: bool


@dataclass(frozen=True, slots=True)
class SegmentBars:
    """The whole picture: a small table whose figures are drawn beside themselves."""

    width: float
    height: float
    name_width: float
    row_height: float
    size_end: float
    rate_end: float
    bars: Box
    dots: Box
    rate_ticks: tuple[Tick, ...]
    average: float | None
    rows: tuple[DrawnSegment, ...]


def segment_bars(
    segments: Sequence[Segment],
    average: float | None,
    size_label: Callable[[float], str],
    rate_label: Callable[[float | None], str],
    rate_tick: Callable[[float, int], str],
) -> SegmentBars:
    """Rows in the order given; `average` is the whole book's rate, drawn as a line."""
    height = _HEAD + _ROW * len(segments) + _FOOT
    bars = Box(_BARS[0], _HEAD, _BARS[1], height - _FOOT)
    dots = Box(_DOTS[0], _HEAD, _DOTS[1], height - _FOOT)
    sizes = Scale(0, max((segment.size for segment in segments), default=0) or 1, 0, bars.width)
    rates = [segment.rate for segment in segments if segment.rate is not None]
    steps = round_steps(0.0, max([*rates, average or 0.0], default=0.0) or 0.01, 2)
    across = Scale(steps[0], steps[-1], dots.left, dots.right)
    decimals = step_decimals(steps)
    return SegmentBars(
        width=UNIT,
        height=height,
        name_width=_NAME,
        row_height=_ROW,
        size_end=_SIZE_END,
        rate_end=UNIT,
        bars=bars,
        dots=dots,
        rate_ticks=tuple(
            Tick(across(step), rate_tick(step, decimals)) for step in (steps[0], steps[-1])
        ),
        average=None if average is None else across(average),
        rows=tuple(
            DrawnSegment(
                name=shortened(segment.name, _NAME),
                full_name=segment.name,
                y=_HEAD + _ROW * (place + 0.5),
                size_label=size_label(segment.size),
                bar=max(sizes(segment.size), 1.0 if segment.size else 0.0),
                dot=None if segment.rate is None else across(segment.rate),
                rate_label=rate_label(segment.rate),
                is_quiet=segment.is_quiet,
            )
            for place, segment in enumerate(segments)
        ),
    )
