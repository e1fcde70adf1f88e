"""How empty the columns of the raw contract are, and whether that changed."""

from __future__ import annotations

from decimal import Decimal

from reports import formats as f
from reports.charts.sparkline import sparkline
from reports.data_quality.context import DataQualityContext
from reports.data_quality.rows import PREFIX, MissingPoint, MissingRow
from reports.page import (
    Block,
    Cell,
    Column,
    Findable,
    Prose,
    Section,
    columns,
    handles,
)
from reports.pen import Pen
from reports.scales import as_float
from reports.wording import STATUS_WORDS, table_words

_MISSING = f"reports.{PREFIX}missing"
_HISTORY = f"reports.{PREFIX}missing_history"
_ORDERS = ("table", "share empty", "change", "change in a week")


def missing(context: DataQualityContext, pen: Pen) -> Section:
    """Every column that is empty somewhere, to be searched; those that are not supplied, named.

    A column that no row could have, as of a table that did not come, is neither.
    """
    supplied = [row for row in context.missing if row.is_supplied and row.row_count]
    blocks: list[Block] = [*_absent(context), _columns(context, supplied, pen)]
    return Section(
        key="missing",
        title="Missing values",
        lead=_lead(context, supplied, pen),
        blocks=tuple(blocks),
        sources=pen.source(_MISSING, _HISTORY, "monitoring.data_quality"),
    )


def _lead(context: DataQualityContext, supplied: list[MissingRow], pen: Pen) -> str:
    if not supplied:
        return "No column was counted for this night."
    full = sum(1 for row in supplied if not row.missing_ratio)
    text = (
        f"{f.counted(full, 'column').capitalize()} of {len(supplied)} "
        f"{'is' if full == 1 else 'are'} filled in every row"
    )
    changed = [row for row in supplied if row.status in {"warn", "fail"}]
    if context.run.previous_on is None:
        return f"{text}; there is no night before to compare with."
    if not changed:
        return f"{text}; none changed by more than its limit since {pen.before}."
    named = [
        f"{row.column_name} of {table_words(row.table_name).lower()} ({f.points(row.change, 1)})"
        for row in changed[:5]
    ]
    named += ["others"] if len(changed) > 5 else []
    return f"{text}. Changed by more than their limit: {f.listed(named)}."


def _absent(context: DataQualityContext) -> list[Block]:
    absent: dict[str, list[str]] = {}
    for row in context.missing:
        if not row.is_supplied:
            absent.setdefault(row.table_name, []).append(row.column_name)
    if not absent:
        return []
    named = [f"{table_words(table).lower()}: {', '.join(names)}" for table, names in absent.items()]
    return [Prose(f"Not supplied, and so empty for all rows: {'; '.join(named)}.", is_notice=True)]


def _columns(context: DataQualityContext, supplied: list[MissingRow], pen: Pen) -> Findable:
    shown = [row for row in supplied if row.missing_ratio or row.status in {"warn", "fail"}]
    full = [row for row in supplied if row not in shown]
    history: dict[tuple[str, str], list[MissingPoint]] = {}
    for point in context.missing_history:
        history.setdefault((point.table_name, point.column_name), []).append(point)

    def line(row: MissingRow) -> tuple[Cell, ...]:
        return _line(row, history.get((row.table_name, row.column_name), []), pen)

    found = handles(
        [
            (f"{row.column_name} {table_words(row.table_name)}", table_words(row.table_name))
            for row in shown
        ],
        [
            [as_float(row.missing_ratio) for row in shown],
            [_size(row.change) for row in shown],
            [_size(row.week_change) for row in shown],
        ],
    )
    table = pen.table(
        "missing-columns",
        "Share of rows in which a column is empty",
        columns(
            "Status",
            "Raw table",
            "Column",
            Column("Rows"),
            Column("Empty", "%"),
            Column("Night before", "points"),
            Column("Week before", "points"),
            "Thirteen nights",
        ),
        [line(row) for row in shown],
        rest=[line(row) for row in full],
        rest_label=f"{f.counted(len(full), 'column')} without an empty row",
        note=(
            "Rows are the accepted ones; a column of dues, receipts or statuses is looked for only "
            "in rows that have one. A line is drawn to its own scale."
        ),
        source=pen.source(_MISSING, _HISTORY),
        empty="No column was counted for this night.",
        handles=found,
    )
    return Findable(
        key="find-columns",
        noun="columns",
        groups=tuple(dict.fromkeys(handle.group for handle in found)),
        orders=_ORDERS,
        table=table,
    )


def _line(row: MissingRow, points: list[MissingPoint], pen: Pen) -> tuple[Cell, ...]:
    nothing = "nothing to compare with"
    return (
        Cell(STATUS_WORDS[row.status], row.status, status=row.status),
        Cell(table_words(row.table_name), row.table_name),
        Cell(row.column_name, row.column_name),
        pen.count(row.row_count),
        Cell(
            f.percent(row.missing_ratio, 2, sign=""),
            row.missing_ratio,
            bar=as_float(row.missing_ratio),
        ),
        pen.change_share(row.change, nothing, 2),
        pen.change_share(row.week_change, nothing, 2),
        _history(points),
    )


def _history(points: list[MissingPoint]) -> Cell:
    values = [as_float(point.missing_ratio) for point in points]
    known = [point for point in points if point.missing_ratio is not None]
    if len(known) < 2:
        return Cell("", None)
    words = (
        f"from {f.percent(known[0].missing_ratio)} on {f.day_tick(known[0].observed_on)} "
        f"to {f.percent(known[-1].missing_ratio)} on {f.day_tick(known[-1].observed_on)}"
    )
    return Cell(words, words, line=sparkline(values))


def _size(change: Decimal | None) -> float | None:
    """A change without its sign, to sort by."""
    return None if change is None else float(abs(change))
