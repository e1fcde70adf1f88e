"""Columns of the bad rate by tenth of the sample, with what the model had said as a tick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from reports.charts import UNIT
from reports.scales import Box, Scale, Tick, round_steps, step_decimals

_HEIGHT: Final = 332.0


@dataclass(frozen=True, slots=True)
class Column:
    """One tenth: its number, observed bad rate (null for an empty one) and mean PD."""

    number: int
    observed: float | None
    predicted: float


@dataclass(frozen=True, slots=True)
class DrawnColumn:
    """One column in place; `label` is empty where there is no room for it."""

    x: float
    width: float
    middle: float
    top: float
    predicted_y: float
    name: str
    label: str
    label_y: float


@dataclass(frozen=True, slots=True)
class Columns:
    """The whole picture."""

    width: float
    height: float
    box: Box
    up: tuple[Tick, ...]
    columns: tuple[DrawnColumn, ...]


def decile_columns(
    columns: Sequence[Column],
    tick: Callable[[float, int], str],
    label: Callable[[float | None], str],
) -> Columns:
    """Columns from zero, in the order given."""
    rates = [
        rate
        for column in columns
        for rate in (column.observed, column.predicted)
        if rate is not None
    ]
    steps = round_steps(0.0, min(max(rates, default=0.0) * 1.06, 1.0) or 0.01, 4)
    box = Box(40, 12, UNIT - 8, _HEIGHT - 28)
    up = Scale(steps[0], steps[-1], box.bottom, box.top)
    pitch = box.width / max(len(columns), 1)

    def drawn(place: int, column: Column) -> DrawnColumn:
        top = up(column.observed or 0.0)
        predicted_y = up(column.predicted)
        return DrawnColumn(
            x=box.left + pitch * place + pitch * 0.14,
            width=pitch * 0.72,
            middle=box.left + pitch * (place + 0.5),
            top=top,
            predicted_y=predicted_y,
            name=str(column.number),
            label=label(column.observed),
            label_y=min(top, predicted_y) - 5,
        )

    return Columns(
        width=UNIT,
        height=_HEIGHT,
        box=box,
        up=tuple(Tick(up(step), tick(step, step_decimals(steps))) for step in steps),
        columns=tuple(drawn(place, column) for place, column in enumerate(columns)),
    )
