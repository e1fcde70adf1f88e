"""What was put aside: the rule, how often, and where to find it in the file."""

from __future__ import annotations

from reports import formats as f
from reports.data_quality.context import DataQualityContext
from reports.data_quality.rows import PREFIX
from reports.page import Block, Cell, Column, Prose, Section, Table, columns
from reports.pen import Pen
from reports.wording import file_and_row, table_words

_QUARANTINE = f"reports.{PREFIX}quarantine"


def quarantine(context: DataQualityContext, pen: Pen) -> Section:
    """One line a rule, with up to three of its rows."""
    blocks: tuple[Block, ...] = (
        Prose("Every row of every raw table keeps the contract.", is_notice=True),
    )
    if context.quarantine:
        blocks = (_table(context, pen),)
    return Section(
        key="quarantine",
        title="Quarantine",
        lead=_lead(context, pen),
        blocks=blocks,
        sources=pen.source(_QUARANTINE, "monitoring.quarantine"),
    )


def _lead(context: DataQualityContext, pen: Pen) -> str:
    rules = [row for row in context.quarantine if row.example_no == 1]
    limit = f.percent(context.run.quarantine_limit, 1)
    if not rules:
        return f"No row is in quarantine; a table with more than {limit} of its keys stops a run."
    new = [row for row in rules if row.previous_row_count == 0]
    text = f"{f.counted(len(rules), 'rule')} were broken".capitalize()
    if len(rules) == 1:
        text = "One rule was broken"
    if context.run.previous_on and new:
        named = [f"{row.rule} in {table_words(row.table_name).lower()}" for row in new]
        text += f", new since {pen.before}: {f.listed(named)}"
    elif context.run.previous_on:
        text += f", none of them new since {pen.before}"
    return f"{text}; a table with more than {limit} of its keys in quarantine stops a run."


def _table(context: DataQualityContext, pen: Pen) -> Table:
    """Counts stand in the first line of a rule; its other examples follow without them."""
    ordered = sorted(
        context.quarantine,
        key=lambda row: (-row.row_count, row.table_name, row.rule, row.example_no),
    )
    return pen.table(
        "quarantine-rules",
        "Rows in quarantine by rule, with up to three of them",
        columns(
            "Raw table",
            "Rule",
            Column("Rows"),
            Column("Night before"),
            "File and row",
            "Key",
            "What was found",
        ),
        [
            (
                Cell(table_words(row.table_name) if row.example_no == 1 else "", row.table_name),
                Cell(row.rule.replace(":", ": ") if row.example_no == 1 else "", row.rule),
                pen.count(row.row_count) if row.example_no == 1 else Cell("", row.row_count),
                pen.count(row.previous_row_count, "not published")
                if row.example_no == 1
                else Cell("", row.previous_row_count),
                Cell(
                    file_and_row(row.source_file, row.source_row),
                    file_and_row(row.source_file, row.source_row),
                ),
                Cell(row.row_key or "", row.row_key),
                Cell(row.detail or "", row.detail),
            )
            for row in ordered
        ],
        note="All rows stand in monitoring.quarantine.",
        source=pen.source(_QUARANTINE),
    )
