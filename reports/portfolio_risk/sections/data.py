"""What came in, what was set aside, what was missing: how far the figures can be trusted."""

from __future__ import annotations

from reports import formats as f
from reports.charts.ranking import Ranked, ranking
from reports.page import (
    Block,
    Cell,
    Column,
    Picture,
    Pictures,
    Prose,
    Section,
    Table,
    columns,
    rows_in_reach,
)
from reports.pen import Pen
from reports.portfolio_risk.context import PortfolioRiskContext
from reports.portfolio_risk.rows import PREFIX, DataCheckRow
from reports.wording import GRAVITY, STATUS_WORDS, file_and_row, table_words

_CHECKS = f"reports.{PREFIX}data_checks"
_RAW = f"reports.{PREFIX}raw_tables"
_QUARANTINE = f"reports.{PREFIX}quarantine"
_ROWS_SHOWN = 12
_FEATURES_SHOWN = 10


def data_quality(context: PortfolioRiskContext, pen: Pen) -> Section:
    """Rows by raw table, checks, quarantine, and the features that are missing most."""
    features = [row for row in context.data_checks if row.check_group == "feature"]
    others = [row for row in context.data_checks if row.check_group != "feature"]
    others += [row for row in features if row.status != "info" and row.value != 1]
    blocks: list[Block] = [_raw_tables(context, pen), _checks(others, pen)]
    if context.quarantine:
        blocks.append(_quarantine(context, pen))
    else:
        blocks.append(
            Prose(
                "No row is in quarantine: every row of every raw table keeps the contract.",
                is_notice=True,
            )
        )
    blocks += _emptied(features)
    blocks.append(Pictures((_missing(features, pen),)))
    return Section(
        key="data-quality",
        title="Data quality",
        lead=_lead(context, pen),
        blocks=tuple(blocks),
        sources=pen.source(
            _RAW, _CHECKS, _QUARANTINE, "monitoring.data_quality", "monitoring.quarantine"
        ),
    )


def _lead(context: PortfolioRiskContext, pen: Pen) -> str:
    if not context.raw_tables:
        return (
            "Nothing was counted about the raw tables; "
            "a night over raw tables would fill this section."
        )
    grouping = pen.money.grouping
    aside = [row for row in context.raw_tables if row.rows_quarantined]
    text = (
        "Every row that came in keeps the contract"
        if not aside
        else "Set aside for breaking the contract: "
        + f.listed(
            [
                f"{f.counted(row.rows_quarantined, 'row', grouping=grouping)} of "
                f"{f.grouped(row.rows_in, 0, grouping)} in "
                f"{table_words(row.table_name).lower()}"
                for row in aside
            ]
        )
    )
    absent = [row for row in context.data_checks if row.check_group == "column"]
    emptied = [
        row for row in context.data_checks if row.check_group == "feature" and row.value == 1
    ]
    if absent:
        text += (
            f". The source lacks {f.counted(len(absent), 'column')} of the contract, "
            f"which leaves {f.counted(len(emptied), 'feature')} empty"
        )
    failed = [row for row in context.data_checks if row.status == "fail"]
    if failed:
        checks = f.counted(len(failed), "check").capitalize()
        text += f". {checks} failed: every figure here rests on that data"
    return f"{text}."


def _raw_tables(context: PortfolioRiskContext, pen: Pen) -> Table:
    return pen.table(
        "raw-tables",
        "Rows in, kept and set aside",
        columns(
            "Raw table",
            Column("Rows in"),
            Column("Kept"),
            Column("In quarantine"),
            Column("Share", "%"),
        ),
        [
            (
                Cell(table_words(row.table_name), row.table_name),
                pen.count(row.rows_in),
                pen.count(row.rows_kept),
                pen.count(row.rows_quarantined),
                pen.share(row.quarantined_ratio, 2, "the table is empty or not supplied"),
            )
            for row in context.raw_tables
        ],
        note="Kept rows of one key and version that are alike count once later on.",
        source=pen.source(_RAW),
        empty="No raw table was counted for this night.",
    )


def _checks(rows: list[DataCheckRow], pen: Pen) -> Table:
    ordered = sorted(
        rows,
        key=lambda row: (
            GRAVITY.index(row.status) if row.status in GRAVITY else 0,
            row.check_group,
            row.table_name or "",
            row.item,
        ),
    )
    body = [
        (
            Cell(STATUS_WORDS.get(row.status, row.status), row.status, status=row.status),
            Cell(table_words(row.table_name or ""), row.table_name),
            Cell(_what(row), row.item),
            _value(row, pen),
            Cell(row.note or "", row.note),
        )
        for row in ordered
    ]
    shown, rest = rows_in_reach(body, _ROWS_SHOWN)
    return pen.table(
        "data-checks",
        "Flags, missing columns and crossed limits",
        columns("Status", "Table", "What", Column("Figure"), "Meaning"),
        shown,
        rest=rest,
        rest_label=f"{len(rest)} more",
        source=pen.source(_CHECKS),
        empty="No check of the raw tables was recorded for this night.",
    )


def _what(row: DataCheckRow) -> str:
    words = {"column": f"column {row.item}", "missing": f"{row.item} is empty"}
    words |= {"feature": f"{row.item} is missing", "bounds": f"{row.item} is out of bounds"}
    return words.get(row.check_group, row.item)


def _value(row: DataCheckRow, pen: Pen) -> Cell:
    if row.check_group == "column":
        return Cell("all", row.value)
    if row.check_group in {"missing", "feature", "bounds"}:
        return Cell(f.percent(row.value), row.value)
    if row.value is None:
        return Cell(f.NOTHING, None, "nothing to measure")
    if row.value == int(row.value):
        return pen.count(int(row.value))
    return pen.figure(row.value, 3)


def _quarantine(context: PortfolioRiskContext, pen: Pen) -> Table:
    ordered = sorted(context.quarantine, key=lambda row: (-row.row_count, row.table_name, row.rule))
    body = [
        (
            Cell(table_words(row.table_name), row.table_name),
            Cell(row.rule, row.rule),
            pen.count(row.row_count),
            Cell(file_and_row(row.example_file, row.example_row), row.example_file),
            Cell(row.example_key or "", row.example_key),
            Cell(row.example_detail or "", row.example_detail),
        )
        for row in ordered
    ]
    shown, rest = rows_in_reach(body, _ROWS_SHOWN)
    return pen.table(
        "quarantine",
        "Rows in quarantine by rule, with one of them each",
        columns("Table", "Rule", Column("Rows"), "Example: file and row", "Key", "Detail"),
        shown,
        rest=rest,
        rest_label=f"{len(rest)} more rules",
        source=pen.source(_QUARANTINE),
    )


def _emptied(features: list[DataCheckRow]) -> list[Block]:
    names = sorted(row.item for row in features if row.value == 1)
    if not names:
        return []
    verb = "is" if len(names) == 1 else "are"
    return [
        Prose(
            f"{f.counted(len(names), 'feature').capitalize()} of {len(features)} {verb} empty for "
            f"every loan, for want of columns: {f.listed(names)}.",
            is_notice=True,
        )
    ]


def _missing(features: list[DataCheckRow], pen: Pen) -> Picture:
    ranked = sorted(
        (row for row in features if row.value and row.value < 1),
        key=lambda row: (-(row.value or 0.0), row.item),
    )
    key = "missing-features"
    if not ranked:
        why = (
            "every feature that the source feeds is filled for every loan scored tonight"
            if features
            else "no feature row was built tonight; open loans or undecided applications would "
            "fill this picture"
        )
        return Picture(
            key=key,
            title="No feature is missing in part",
            what="",
            empty=f"Nothing to draw: {why}.",
            source=pen.source(_CHECKS),
        )
    shown = ranked[:_FEATURES_SHOWN]
    return Picture(
        key=key,
        title=f"{shown[0].item} is missing for {f.percent(shown[0].value, 0)} of loans",
        what="Features missing for some loans tonight, share of the loans that could have them, %",
        description="; ".join(f"{row.item}: {f.percent(row.value, 0)}" for row in ranked),
        chart="ranking",
        geometry=ranking(
            [Ranked(row.item, row.value or 0.0) for row in shown],
            label=lambda share: f.percent(share, 0),
        ),
        data=pen.table(
            key,
            "Features missing in part",
            columns("Feature", Column("Missing", "%")),
            [(Cell(row.item, row.item), pen.share(row.value)) for row in ranked],
        ),
        source=pen.source(_CHECKS),
    )
