"""Bars of which a part is covered: outstanding by class with the provision held against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reports.charts import UNIT
from reports.scales import Box, Scale

_ROW: Final = 26.0
_NAME: Final = 98.0
_TOP: Final = 6.0
_LABEL_ROOM: Final = 116.0


@dataclass(frozen=True, slots=True)
class Covered:
    """One bar: its name, its size and the part that is covered (neither negative)."""

    name: str
    shade: int
    size: float
    covered: float
    label: str


@dataclass(frozen=True, slots=True)
class DrawnCovered:
    """One bar in place."""

    name: str
    shade: int
    y: float
    bar: float
    covered: float
    label: str


@dataclass(frozen=True, slots=True)
class CoveredBars:
    """The whole picture; bars start at `box.left`."""

    width: float
    height: float
    row_height: float
    name_width: float
    box: Box
    rows: tuple[DrawnCovered, ...]


def covered_bars(bars: Sequence[Covered]) -> CoveredBars:
    """Rows in the order given, one scale for all, starting at zero."""
    height = _TOP * 2 + _ROW * len(bars)
    box = Box(_NAME + 8, _TOP, UNIT - _LABEL_ROOM, height - _TOP)
    across = Scale(0, max((bar.size for bar in bars), default=0) or 1, 0, box.width)
    return CoveredBars(
        width=UNIT,
        height=height,
        row_height=_ROW,
        name_width=_NAME,
        box=box,
        rows=tuple(
            DrawnCovered(
                name=bar.name,
                shade=bar.shade,
                y=_TOP + _ROW * (place + 0.5),
                bar=max(across(bar.size), 1.0 if bar.size else 0.0),
                covered=across(min(bar.covered, bar.size)),
                label=bar.label,
            )
            for place, bar in enumerate(bars)
        ),
    )
