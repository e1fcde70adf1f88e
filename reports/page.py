"""The parts that every report is made of: a page of sections, a section of blocks.

Builders of a report turn its figures into these; the templates print them. Text here is final
(formatted, not escaped: the templates escape), so a template never formats and never computes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from reports.charts.sparkline import Sparkline


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what is printed, the exact figure for the CSV, and why it is empty if it is.

    `aside` is said beside the figure in a lighter tone; `bar` is a share drawn before it; `line` is
    its history, drawn in its place, with `text` as the words for it; `href` leads to a place of the
    page.
    """

    text: str
    exact: object = None
    reason: str = ""
    is_quiet: bool = False
    bar: float | None = None
    status: str = ""
    aside: str = ""
    line: Sparkline | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head and unit; numbers stand to the right."""

    head: str
    unit: str = ""
    is_number: bool = True


@dataclass(frozen=True, slots=True)
class Handle:
    """By what a row or entry is found: words, a group, and its place in each of several orders."""

    words: str
    group: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; `rest` are the rows that a reader opens, `total` stands last.

    `empty` is said where there is no row; `handles` stand beside the rows of a findable table.
    """

    kind: ClassVar[str] = "table"
    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    rest: tuple[tuple[Cell, ...], ...] = ()
    rest_label: str = ""
    note: str = ""
    source: str = ""
    csv_href: str = ""
    empty: str = "There is nothing to list."
    handles: tuple[Handle, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart: its takeaway as title, what it shows, the same in words, and its data.

    `chart` names the macro of `charts.svg.j2` that draws `geometry`; with `empty` set there is
    nothing to draw and the words say why and what would fill it.
    """

    kind: ClassVar[str] = "picture"
    key: str
    title: str
    what: str
    description: str = ""
    chart: str = ""
    geometry: object = None
    data: Table | None = None
    source: str = ""
    is_double: bool = False
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A headline figure: value, the one before, the change and whether it is for the worse."""

    key: str
    label: str
    value: str
    unit: str
    previous: str
    previous_when: str
    change: str
    direction: str
    verdict: str
    sparkline: Sparkline
    sparkline_words: str
    definition: str


@dataclass(frozen=True, slots=True)
class Tiles:
    """The headline figures with their data; `data_label` opens it."""

    kind: ClassVar[str] = "tiles"
    tiles: tuple[Tile, ...]
    data: Table
    data_label: str


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures side by side on the page grid."""

    kind: ClassVar[str] = "pictures"
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph; `is_notice` marks one that says why something is not here."""

    kind: ClassVar[str] = "prose"
    text: str
    is_notice: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A subsection."""

    kind: ClassVar[str] = "heading"
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values of the run, or terms and their definitions."""

    kind: ClassVar[str] = "facts"
    key: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One of many things of a kind: figures in a small table, pictures side by side, their data."""

    key: str
    number: str
    title: str
    group: str
    text: str
    figures: Table
    pictures: tuple[Picture, ...]
    data: Table
    handle: Handle


@dataclass(frozen=True, slots=True)
class Findable:
    """A table, entries or both that a reader can search and sort, by mouse or by keyboard.

    Without a script they stand in their first order, all of them. `orders` names the orders, in the
    order of the places of every handle; `noun` is what they are, in the plural.
    """

    kind: ClassVar[str] = "findable"
    key: str
    noun: str
    groups: tuple[str, ...]
    orders: tuple[str, ...]
    table: Table
    entries: tuple[Entry, ...] = ()


Block = Table | Tiles | Pictures | Prose | Heading | Facts | Findable


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its first sentence says what changed and whether it matters."""

    key: str
    title: str
    lead: str
    blocks: tuple[Block, ...]
    sources: str


@dataclass(frozen=True, slots=True)
class Page:
    """One report."""

    language: str
    kicker: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]
    colophon: str

    @property
    def is_findable(self) -> bool:
        """Whether a part of it can be searched, which takes the script."""
        return any(block.kind == "findable" for part in self.sections for block in part.blocks)


def cells(*texts: Cell | str) -> tuple[Cell, ...]:
    """A row of cells; a text alone is its own exact figure."""
    return tuple(cell if isinstance(cell, Cell) else Cell(cell, cell) for cell in texts)


def columns(*heads: Column | str) -> tuple[Column, ...]:
    """Column heads; a text alone heads a column of words."""
    return tuple(
        head if isinstance(head, Column) else Column(head, is_number=False) for head in heads
    )


def rows_in_reach(
    rows: Sequence[tuple[Cell, ...]], shown: int
) -> tuple[tuple[tuple[Cell, ...], ...], tuple[tuple[Cell, ...], ...]]:
    """The rows that stand open and the ones behind a click; one row alone is never hidden."""
    if len(rows) <= shown + 1:
        return tuple(rows), ()
    return tuple(rows[:shown]), tuple(rows[shown:])


def handles(
    names: Sequence[tuple[str, str]], orders: Sequence[Sequence[float | None]]
) -> tuple[Handle, ...]:
    """Handles of things that stand in their first order.

    Args:
        names: words and group of each.
        orders: for each further order what it sorts by, the greatest first; null stands last.
    """
    places = [list(range(len(names)))]
    for values in orders:
        keys = [(value is None, -(value or 0.0), index) for index, value in enumerate(values)]
        ranked = {index: place for place, (_, _, index) in enumerate(sorted(keys))}
        places.append([ranked[index] for index in range(len(names))])
    return tuple(
        Handle(words.lower(), group, tuple(order[index] for order in places))
        for index, (words, group) in enumerate(names)
    )
