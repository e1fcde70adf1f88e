"""From figures to places on the page: scales, round ticks, paths, and labels that do not collide.

Geometry only. A length here is a CSS pixel at natural size; a picture's own numbers come in as
floats and never leave as figures.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

Point = tuple[float, float]

# the combining class of the sign that joins two consonants of an Indian script into one
_VIRAMA = 9


def as_float(value: Decimal | float | None) -> float | None:
    """An exact figure as a place on a scale; null stays null."""
    return None if value is None else float(value)


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from figures [low, high] to pixels [start, end]."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The pixel of a figure; figures beyond the ends stay at the ends."""
        if self.high == self.low:
            return self.start
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis: where it stands and what it says."""

    place: float
    label: str


@dataclass(frozen=True, slots=True)
class Box:
    """The plotting area inside a picture."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Its width in pixels."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height in pixels."""
        return self.bottom - self.top


def round_steps(low: float, high: float, count: int) -> list[float]:
    """About `count` round values (1, 2, 2.5 or 5 times a power of ten) that cover [low, high]."""
    # apart by less than a float tells or a reader sees: one figure, shown with room above it
    if high - low <= max(1e-10, 1e-9 * max(abs(low), abs(high))):
        high = low + (abs(low) if abs(low) > 1e-10 else 1.0)
    rough = (high - low) / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(
        factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * (1 - 1e-9)
    )
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(index * step, 12) for index in range(first, last + 1)]


def step_decimals(steps: Sequence[float]) -> int:
    """The decimals that a tick label needs so that no two ticks read the same."""
    for decimals in range(7):
        if all(abs(step - round(step, decimals)) < 1e-9 * max(1.0, abs(step)) for step in steps):
            return decimals
    return 7


def line_path(points: Sequence[Point | None]) -> str:
    """SVG path through the points; a null breaks the line instead of being drawn as zero."""
    commands = []
    is_drawing = False
    for point in points:
        if point is None:
            is_drawing = False
            continue
        commands.append(f"{'L' if is_drawing else 'M'}{point[0]:.1f} {point[1]:.1f}")
        is_drawing = True
    return "".join(commands)


def area_path(upper: Sequence[Point], lower: Sequence[Point]) -> str:
    """SVG path of the band between two lines over the same places."""
    if not upper:
        return ""
    return line_path([*upper, *reversed(lower)]) + "Z"


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """The places moved apart by at least `gap`, in order, inside [low, high] where it fits."""
    order = sorted(range(len(places)), key=lambda index: (places[index], index))
    moved = [0.0] * len(places)
    floor = low
    for index in order:
        moved[index] = max(places[index], floor)
        floor = moved[index] + gap
    ceiling = high
    for index in reversed(order):
        moved[index] = min(moved[index], ceiling)
        ceiling = moved[index] - gap
    return moved


def shortened(text: str, width: float, per_character: float = 6.6) -> str:
    """The text cut with an ellipsis to about `width` pixels; combining signs take no room.

    An estimate, since nothing here can measure type: the picture also clips, and the full name
    stands in the picture's data table.
    """
    room = width / per_character
    used = 0.0
    for position, character in enumerate(text):
        used += _relative_width(character)
        if used > room:
            return _whole_syllables(text, max(position - 1, 1)).rstrip() + "…"
    return text


def _whole_syllables(text: str, length: int) -> str:
    """The first `length` characters, less what would be torn from its signs."""
    while length > 1 and unicodedata.category(text[length]).startswith("M"):
        length -= 1
    while length > 1 and unicodedata.combining(text[length - 1]) == _VIRAMA:
        length -= 2
    return text[: max(length, 1)]


def _relative_width(character: str) -> float:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 1.9
    if character in "iljtfrI.,:;'|()[] ":
        return 0.6
    if character.isupper() or character in "mwMW%@":
        return 1.3
    return 1.0
