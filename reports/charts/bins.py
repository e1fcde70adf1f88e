"""Pictures over the bins of one feature: how rows lie in them, and what share of each turned bad.

Both share their places across, so that the two pictures of a feature can be read side by side.
What is missing stands apart, to the left of the bins.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from reports.charts import UNIT
from reports.scales import Box, Point, Scale, Tick, line_path, round_steps, step_decimals

_HEIGHT: Final = 164.0
_CHARACTER: Final = 6.4
_GAP: Final = 0.6
_BAR: Final = 0.84


@dataclass(frozen=True, slots=True)
class Axis:
    """What is written under the bins, from the first to the last.

    `edges` are the borders between neighbours (one fewer than bins) or `names` the bins themselves;
    one of the two is empty. `missing` names what is missing, or is empty where nothing is.
    """

    edges: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    missing: str = ""

    @property
    def bins(self) -> int:
        """How many bins there are, that of what is missing left out."""
        return len(self.names) or len(self.edges) + 1


@dataclass(frozen=True, slots=True)
class Share:
    """One bin's share of the rows of two groups; null for a group that is not there."""

    filled: float | None
    other: float | None


@dataclass(frozen=True, slots=True)
class DrawnShare:
    """One bar in place, with the other group's share as a mark over it."""

    x: float
    width: float
    top: float
    other_y: float | None
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    """The whole picture."""

    width: float
    height: float
    box: Box
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    bars: tuple[DrawnShare, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """One bin's bad rate with its interval and the monotone rate; null where there is no row."""

    rate: float | None
    low: float | None
    high: float | None
    monotone: float | None


@dataclass(frozen=True, slots=True)
class DrawnRate:
    """One bad rate in place."""

    x: float
    y: float
    low_y: float
    high_y: float


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    """One group of rates in place; `monotone` is the stepped line of the monotone rate."""

    number: int
    rates: tuple[DrawnRate, ...]
    monotone: str


@dataclass(frozen=True, slots=True)
class BadRates:
    """The whole picture."""

    width: float
    height: float
    box: Box
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    groups: tuple[DrawnGroup, ...]


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the bins stand."""

    axis: Axis
    box: Box

    @property
    def pitch(self) -> float:
        """Distance of two neighbours."""
        return self.box.width / (self.axis.bins + (1 + _GAP if self.axis.missing else 0))

    def left(self, place: int) -> float:
        """Left border of a bin, counted from 1; 0 is what is missing."""
        if place == 0:
            return self.box.left
        lead = (1 + _GAP) * self.pitch if self.axis.missing else 0.0
        return self.box.left + lead + (place - 1) * self.pitch

    def middle(self, place: int) -> float:
        """Middle of a bin."""
        return self.left(place) + self.pitch / 2

    def ticks(self) -> tuple[Tick, ...]:
        """The labels across, as many as find room."""
        if self.axis.names:
            marks = [
                Tick(self.middle(place), name) for place, name in enumerate(self.axis.names, 1)
            ]
        else:
            marks = [Tick(self.left(place), edge) for place, edge in enumerate(self.axis.edges, 2)]
        widest = max((len(mark.label) for mark in marks), default=1) * _CHARACTER + 4
        step = max(1, -int(-widest // self.pitch))
        missing = [Tick(self.middle(0), self.axis.missing)] if self.axis.missing else []
        # the label of what is missing is wider than its bin, so the first mark may give way to it
        start = 1 if missing and step > 1 and len(marks) > step else 0
        return (*missing, *marks[start::step])


def histogram(axis: Axis, shares: Sequence[Share], label: Callable[[float, int], str]) -> Histogram:
    """Bars from zero, in the order of the bins; the first is what is missing, where there is any.

    Args:
        axis: what is written under them.
        shares: one a bin, that of what is missing first (left out where `axis.missing` is empty).
        label: writes an axis value with so many decimals.
    """
    box = Box(40, 10, UNIT - 6, _HEIGHT - 24)
    places = _Places(axis, box)
    known = [part for share in shares for part in (share.filled, share.other) if part is not None]
    up, ticks = _upright(min(max(known, default=0.0) * 1.05, 1.0), box, label)
    first = 0 if axis.missing else 1
    return Histogram(
        width=UNIT,
        height=_HEIGHT,
        box=box,
        across=places.ticks(),
        up=ticks,
        bars=tuple(
            DrawnShare(
                x=places.left(place) + places.pitch * (1 - _BAR) / 2,
                width=places.pitch * _BAR,
                top=up(share.filled or 0.0),
                other_y=up(share.other) if share.other else None,
                is_missing=place == 0,
            )
            for place, share in enumerate(shares, first)
        ),
    )


def bad_rates(
    axis: Axis, groups: Sequence[Sequence[Rate]], label: Callable[[float, int], str]
) -> BadRates:
    """Bad rates with their intervals; the axis ends over the rates, and cuts wider intervals.

    Args:
        axis: what is written under them, as for `histogram`.
        groups: at most two groups of rates, each with one a bin.
        label: writes an axis value with so many decimals.
    """
    box = Box(40, 10, UNIT - 6, _HEIGHT - 24)
    places = _Places(axis, box)
    known = [
        part for group in groups for rate in group for part in (rate.rate, rate.monotone) if part
    ]
    up, ticks = _upright(min(max(known, default=0.0) * 1.25, 1.0), box, label)
    first = 0 if axis.missing else 1
    apart = min(places.pitch * 0.16, 5.0) if len(groups) > 1 else 0.0

    def drawn(number: int, group: Sequence[Rate]) -> DrawnGroup:
        shift = apart * (1 if number > 1 else -1)
        return DrawnGroup(
            number=number,
            rates=tuple(
                DrawnRate(
                    places.middle(place) + shift,
                    up(rate.rate),
                    up(rate.low or 0.0),
                    up(1.0 if rate.high is None else rate.high),
                )
                for place, rate in enumerate(group, first)
                if rate.rate is not None
            ),
            monotone=line_path(_steps(places, up, list(enumerate(group, first)))),
        )

    return BadRates(
        width=UNIT,
        height=_HEIGHT,
        box=box,
        across=places.ticks(),
        up=ticks,
        groups=tuple(drawn(number, group) for number, group in enumerate(groups, 1)),
    )


def _upright(
    highest: float, box: Box, label: Callable[[float, int], str]
) -> tuple[Scale, tuple[Tick, ...]]:
    steps = round_steps(0.0, highest or 0.01, 3)
    decimals = step_decimals(steps)
    up = Scale(steps[0], steps[-1], box.bottom, box.top)
    return up, tuple(Tick(up(step), label(step, decimals)) for step in steps)


def _steps(places: _Places, up: Scale, group: Sequence[tuple[int, Rate]]) -> list[Point | None]:
    """The stepped line: level over each bin that has a monotone rate, across those without."""
    points: list[Point | None] = []
    for place, rate in group:
        if rate.monotone is not None:
            y = up(rate.monotone)
            points += [(places.left(place), y), (places.left(place) + places.pitch, y)]
    return points
