"""Predicted against observed: a dot and an interval for each bin, and the line of truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from reports.charts import UNIT
from reports.scales import Box, Scale, Tick, round_steps, step_decimals

_HEIGHT: Final = 332.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Mean PD and observed bad rate of one bin with the interval of the latter."""

    predicted: float
    observed: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DrawnBin:
    """One bin in place; `is_off` says that the interval misses the prediction."""

    x: float
    y: float
    low_y: float
    high_y: float
    is_off: bool


@dataclass(frozen=True, slots=True)
class Reliability:
    """The whole picture."""

    width: float
    height: float
    box: Box
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    bins: tuple[DrawnBin, ...]


def reliability(bins: Sequence[Bin], label: Callable[[float, int], str]) -> Reliability:
    """Both axes alike and from zero, so that the diagonal is where prediction and outcome agree."""
    top = max((max(part.predicted, part.high) for part in bins), default=0.0) or 0.01
    steps = round_steps(0.0, min(top * 1.02, 1.0), 4)
    box = Box(40, 12, UNIT - 20, _HEIGHT - 28)
    across = Scale(steps[0], steps[-1], box.left, box.right)
    up = Scale(steps[0], steps[-1], box.bottom, box.top)
    decimals = step_decimals(steps)
    return Reliability(
        width=UNIT,
        height=_HEIGHT,
        box=box,
        across=tuple(Tick(across(step), label(step, decimals)) for step in steps),
        up=tuple(Tick(up(step), label(step, decimals)) for step in steps),
        bins=tuple(
            DrawnBin(
                across(part.predicted),
                up(part.observed),
                up(part.low),
                up(part.high),
                is_off=not part.low <= part.predicted <= part.high,
            )
            for part in bins
        ),
    )
