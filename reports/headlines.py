"""Headline figures: value, the one before, the change and a short history, as tiles and a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports import formats as f
from reports.charts.sparkline import sparkline
from reports.page import Cell, Column, Table, Tile, Tiles, columns
from reports.pen import Pen


@dataclass(frozen=True, slots=True)
class FigureWords:
    """A headline figure: its name, its name in a sentence, what it means, decimals if no money."""

    label: str
    in_sentence: str
    definition: str
    decimals: int = 2


@dataclass(frozen=True, slots=True)
class HeadlineRow:
    """One headline figure with the earlier one beside it; unit money, ratio, count or days."""

    figure: str
    position: int
    unit: str
    worse_when: str | None
    value: Decimal | None
    previous_value: Decimal | None
    change: Decimal | None


@dataclass(frozen=True, slots=True)
class HeadlinePoint:
    """One headline figure on one day of its history."""

    figure: str
    observed_on: date
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class HeadlineStyle:
    """How one report writes its headlines: their words, and the days of their history.

    `day_label` writes a day of the history, `when` stands before one in a sentence (in, on), `span`
    says how long the history is.
    """

    words: Mapping[str, FigureWords]
    day_label: Callable[[date], str]
    when: str
    span: str

    def written(self, row: HeadlineRow, value: Decimal | None, pen: Pen) -> str:
        """A value with its unit, for a sentence."""
        if value is None:
            return f.NOTHING
        if row.unit == "money":
            return pen.money.words(value)
        if row.unit == "ratio":
            return f.percent(value, self.words[row.figure].decimals)
        number = f.grouped(value, 0, pen.money.grouping)
        if row.unit == "days":
            return f"{number}{f.NO_BREAK}{'day' if value == 1 else 'days'}"
        return number

    def changed(self, row: HeadlineRow, pen: Pen) -> str:
        """A change with its sign and unit."""
        if row.change is None:
            return ""
        if row.unit == "money":
            return pen.money.change(row.change)
        if row.unit == "ratio":
            return f.points(row.change, self.words[row.figure].decimals)
        return f.signed(f.grouped(row.change, 0, pen.money.grouping))

    def verdict(self, row: HeadlineRow, pen: Pen) -> str:
        """worse or better, where the figure has a good direction and the change is not nothing."""
        is_seen = row.change and f.shows_a_figure(self.changed(row, pen))
        if not is_seen or row.worse_when is None or row.change is None:
            return ""
        return "worse" if (row.change > 0) == (row.worse_when == "higher") else "better"

    def tiles(
        self,
        rows: Sequence[HeadlineRow],
        history: Sequence[HeadlinePoint],
        pen: Pen,
        relations: Sequence[str],
    ) -> Tiles:
        """The figures in the order given, with their history as a table."""
        points: dict[str, list[HeadlinePoint]] = {}
        for point in history:
            points.setdefault(point.figure, []).append(point)
        return Tiles(
            tuple(self._tile(row, points.get(row.figure, []), pen) for row in rows),
            self._table(rows, history, pen, relations),
            f"{self.span} of these figures".capitalize(),
        )

    def _tile(self, row: HeadlineRow, points: list[HeadlinePoint], pen: Pen) -> Tile:
        known = [point for point in points if point.value is not None]
        words = self.words[row.figure]
        return Tile(
            key=row.figure,
            label=words.label,
            value=self._in_tile(row, row.value, pen),
            unit=pen.money.head if row.unit == "money" else "",
            previous=self._in_tile(row, row.previous_value, pen),
            previous_when=f.day_and_month(pen.previous_on) if pen.previous_on else "before",
            change=self.changed(row, pen),
            direction=self._direction(row, pen),
            verdict=self.verdict(row, pen),
            sparkline=sparkline(
                [None if point.value is None else float(point.value) for point in points]
            ),
            sparkline_words=(
                f"{words.label} from {self._on(row, known[0], pen)} to "
                f"{self._on(row, known[-1], pen)}"
                if len(known) > 1
                else f"{words.label}: no history yet"
            ),
            definition=words.definition,
        )

    def _in_tile(self, row: HeadlineRow, value: Decimal | None, pen: Pen) -> str:
        return pen.money.cell(value) if row.unit == "money" else self.written(row, value, pen)

    def _on(self, row: HeadlineRow, point: HeadlinePoint, pen: Pen) -> str:
        return (
            f"{self.written(row, point.value, pen)} {self.when} {self.day_label(point.observed_on)}"
        )

    def _direction(self, row: HeadlineRow, pen: Pen) -> str:
        """up or down, where the printed change shows one."""
        if not row.change or not f.shows_a_figure(self.changed(row, pen)):
            return ""
        return "up" if row.change > 0 else "down"

    def _table(
        self,
        rows: Sequence[HeadlineRow],
        history: Sequence[HeadlinePoint],
        pen: Pen,
        relations: Sequence[str],
    ) -> Table:
        days = sorted({point.observed_on for point in history})
        by_figure = {(point.figure, point.observed_on): point.value for point in history}
        units = {"money": pen.money.head, "ratio": "%", "days": "days"}
        body = []
        for row in rows:
            label = self.words[row.figure].label
            cells = [Cell(label, label), Cell(units.get(row.unit, ""), row.unit)]
            for day in days:
                value = by_figure.get((row.figure, day))
                text = self._in_tile(row, value, pen).partition(f.NO_BREAK)[0].rstrip("%")
                cells.append(Cell(text, value))
            body.append(tuple(cells))
        return pen.table(
            "headlines",
            f"Headline figures over {self.span}",
            columns("Figure", "Unit", *(Column(self.day_label(day)) for day in days)),
            body,
            source=pen.source(*relations),
        )
