"""Ranked bars, each under its own name: what matters most, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from reports.charts import UNIT
from reports.scales import Scale, shortened

_ROW: Final = 32.0
_TOP: Final = 4.0
_LABEL_ROOM: Final = 48.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """One entry: its name and its size (not negative)."""

    name: str
    size: float


@dataclass(frozen=True, slots=True)
class DrawnRanked:
    """One entry in place: name above, bar below."""

    name: str
    full_name: str
    y: float
    bar: float
    label: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """The whole picture."""

    width: float
    height: float
    rows: tuple[DrawnRanked, ...]


def ranking(entries: Sequence[Ranked], label: Callable[[float], str]) -> Ranking:
    """Entries in the order given, one scale for all, starting at zero."""
    across = Scale(0, max((entry.size for entry in entries), default=0) or 1, 0, UNIT - _LABEL_ROOM)
    return Ranking(
        width=UNIT,
        height=_TOP * 2 + _ROW * len(entries),
        rows=tuple(
            DrawnRanked(
                name=shortened(entry.name, UNIT - 8),
                full_name=entry.name,
                y=_TOP + _ROW * place,
                bar=across(entry.size),
                label=label(entry.size),
            )
            for place, entry in enumerate(entries)
        ),
    )
