"""What came in: rows by raw table, what became of them, and how many there were before."""

from __future__ import annotations

from reports import formats as f
from reports.data_quality.context import DataQualityContext
from reports.data_quality.rows import PREFIX, RawTableRow
from reports.page import Cell, Column, Section, Table, columns
from reports.pen import Pen
from reports.wording import STATUS_WORDS, table_words

_RAW = f"reports.{PREFIX}raw_tables"


def raw_tables(context: DataQualityContext, pen: Pen) -> Section:
    """Two tables: the way of the rows, and the rows of the nights before."""
    return Section(
        key="raw-tables",
        title="What came in",
        lead=_lead(context, pen),
        blocks=(_became(context, pen), _before(context, pen)),
        sources=pen.source(_RAW, "monitoring.data_quality"),
    )


def _lead(context: DataQualityContext, pen: Pen) -> str:
    supplied = [row for row in context.raw_tables if row.rows_in]
    if not supplied:
        return "No raw table was counted for this night."
    changed = [row for row in supplied if row.status in {"warn", "fail"}]
    tables = f.counted(len(supplied), "raw table")
    if context.run.previous_on is None:
        return f"{tables.capitalize()} came in; this is the first night, so there is none before."
    if not changed:
        return (
            f"{tables.capitalize()} came in, none with rows outside what changes from night to "
            "night."
        )
    moved = [
        f"{table_words(row.table_name).lower()} ({_change(row)} since {pen.before})"
        for row in changed
    ]
    return f"Of {tables} that came in, {f.listed(moved)} changed more than they should."


def _change(row: RawTableRow) -> str:
    return f.signed(f.percent(row.change_ratio, 1)) if row.change_ratio is not None else "empty"


def _became(context: DataQualityContext, pen: Pen) -> Table:
    no_parent = "its rows have no parent"
    return pen.table(
        "rows",
        "What became of the rows",
        columns(
            "Raw table",
            *(
                Column(head)
                for head in (
                    "Files",
                    "Rows in",
                    "In quarantine",
                    "Collapsed",
                    "Kept",
                    "Kept, of no parent",
                )
            ),
        ),
        [
            (
                Cell(table_words(row.table_name), row.table_name),
                pen.count(row.files_in),
                pen.count(row.rows_in),
                pen.count(row.rows_quarantined),
                pen.count(row.rows_collapsed),
                pen.count(row.rows_kept),
                pen.count(row.rows_orphaned, no_parent),
            )
            for row in context.raw_tables
        ],
        note=(
            "Rows in are those in quarantine, collapsed and kept. Collapsed: the same row again in "
            "every column; it counts once. Of no parent: the loan or customer is in no file."
        ),
        source=pen.source(_RAW),
        empty="No raw table was counted for this night.",
    )


def _before(context: DataQualityContext, pen: Pen) -> Table:
    run = context.run
    previous = f.day_tick(run.previous_on) if run.previous_on else "Night before"
    week = f.day_tick(run.week_before_on) if run.week_before_on else "Week before"
    return pen.table(
        "rows-before",
        "Rows in against the night before and the same weekday a week before",
        columns(
            "Status",
            "Raw table",
            Column("Rows in"),
            Column(previous),
            Column("Change", "%"),
            Column(week),
            Column("Change", "%"),
        ),
        [
            (
                Cell(STATUS_WORDS[row.status], row.status, status=row.status),
                Cell(table_words(row.table_name), row.table_name),
                pen.count(row.rows_in),
                pen.count(row.previous_rows_in, "not published"),
                pen.change_share(row.change_ratio, "nothing to compare with"),
                pen.count(row.week_before_rows_in, "not published"),
                pen.change_share(row.week_change_ratio, "nothing to compare with"),
            )
            for row in context.raw_tables
        ],
        note="Limits: seed data_quality_limits.",
        source=pen.source(_RAW),
        empty="No raw table was counted for this night.",
    )
