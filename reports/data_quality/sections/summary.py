"""What came in against the night before, and what needs somebody's eyes."""

from __future__ import annotations

from reports import formats as f
from reports.data_quality.context import DataQualityContext
from reports.data_quality.rows import PREFIX, FindingRow
from reports.data_quality.wording import FIGURES, finding_value, finding_words
from reports.headlines import HeadlineStyle
from reports.page import Cell, Column, Section, Table, columns, rows_in_reach
from reports.pen import Pen
from reports.wording import STATUS_WORDS, table_words

_RELATIONS = (f"reports.{PREFIX}headlines", f"reports.{PREFIX}headline_history")
_FINDINGS = f"reports.{PREFIX}findings"
_STYLE = HeadlineStyle(FIGURES, f.day_tick, "on", "thirteen nights")
_ROWS_SHOWN = 15
_NAMED = 3


def summary(context: DataQualityContext, pen: Pen) -> Section:
    """The headline figures with the night before, and the findings, the gravest first."""
    tiles = _STYLE.tiles(context.headlines, context.headline_history, pen, _RELATIONS)
    return Section(
        key="summary",
        title="Summary",
        lead=_lead(context, pen),
        blocks=(tiles, _findings(context, pen)),
        sources=pen.source(*_RELATIONS, _FINDINGS, "monitoring.data_quality"),
    )


def _lead(context: DataQualityContext, pen: Pen) -> str:
    rows = next((row for row in context.headlines if row.figure == "rows_read"), None)
    if rows is None or not rows.value:
        return f"No row came in for {pen.today}; a night over raw files would fill this report."
    text = f"{_STYLE.written(rows, rows.value, pen)} rows came in for {pen.today}"
    if rows.change is not None:
        change = f.grouped(abs(rows.change), 0, pen.money.grouping)
        words = f"{change} {'more' if rows.change > 0 else 'fewer'} than"
        text += f", {words if rows.change else 'as many as'} on {pen.before}"
    return f"{text}. {_gravest(context.findings)}"


def _gravest(findings: tuple[FindingRow, ...]) -> str:
    failed = [row for row in findings if row.status == "fail"]
    looks = len(findings) - len(failed)
    if not findings:
        return "Nothing fails, and nothing needs a look."
    looked = f"{f.counted(looks, 'figure')} {'needs' if looks == 1 else 'need'} a look"
    if not failed:
        return f"Nothing fails; {looked}."
    named = [
        f"{table_words(row.table_name).lower()}, {finding_words(row)}" for row in failed[:_NAMED]
    ]
    named += ["others"] if len(failed) > _NAMED else []
    verb = "fails" if len(failed) == 1 else "fail"
    return (
        f"{f.counted(len(failed), 'figure').capitalize()} {verb} ({'; '.join(named)}): what is "
        f"built on them is to be read with care. {looked.capitalize()}."
    )


def _findings(context: DataQualityContext, pen: Pen) -> Table:
    body = [
        (
            Cell(STATUS_WORDS[row.status], row.status, status=row.status),
            Cell(table_words(row.table_name), row.table_name),
            Cell(finding_words(row), f"{row.check_group}: {row.item}"),
            Cell(finding_value(row, row.value, pen.money.grouping), row.value),
            Cell(
                finding_value(row, row.previous_value, pen.money.grouping),
                row.previous_value,
                "no earlier night with this figure",
            ),
            Cell(row.note or "", row.note),
        )
        for row in context.findings
    ]
    shown, rest = rows_in_reach(body, _ROWS_SHOWN)
    return pen.table(
        "findings",
        "What needs a look",
        columns("Status", "Table", "What", Column("Figure"), Column("Night before"), "Meaning"),
        shown,
        rest=rest,
        rest_label=f"{len(rest)} more",
        source=pen.source(_FINDINGS),
        empty="Every figure lies within its limits.",
    )
