"""The ROC curve with the KS distance marked where it is widest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reports.charts import UNIT
from reports.scales import Box, Point, Scale, Tick, line_path

_HEIGHT: Final = 332.0
_SHARES: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Roc:
    """The whole picture; `ks_low` and `ks_high` are the ends of the distance."""

    width: float
    height: float
    box: Box
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    path: str
    other_path: str
    ks_low: Point | None
    ks_high: Point | None
    ks_label: str


def roc_curve(
    points: Sequence[Point], other: Sequence[Point], ks: Point | None, *, ks_label: str
) -> Roc:
    """Curves of (false positive rate, true positive rate), each from (0, 0) to (1, 1).

    Args:
        points: the sample that the model is judged on.
        other: the training sample for comparison, empty for none.
        ks: the cut-off at which the two rates lie furthest apart.
        ks_label: what stands beside that distance.
    """
    box = Box(40, 12, UNIT - 20, _HEIGHT - 28)
    across = Scale(0, 1, box.left, box.right)
    up = Scale(0, 1, box.bottom, box.top)

    def drawn(curve: Sequence[Point]) -> str:
        if not curve:
            return ""
        whole = [(0.0, 0.0), *curve, (1.0, 1.0)]
        return line_path([(across(x), up(y)) for x, y in whole])

    return Roc(
        width=UNIT,
        height=_HEIGHT,
        box=box,
        across=tuple(Tick(across(share), f"{share:.0%}") for share in _SHARES),
        up=tuple(Tick(up(share), f"{share:.0%}") for share in _SHARES),
        path=drawn(points),
        other_path=drawn(other),
        ks_low=None if ks is None else (across(ks[0]), up(ks[0])),
        ks_high=None if ks is None else (across(ks[0]), up(ks[1])),
        ks_label=ks_label,
    )
