"""What came late, and how old the newest of each table is."""

from __future__ import annotations

from reports import formats as f
from reports.data_quality.context import DataQualityContext
from reports.data_quality.rows import PREFIX
from reports.page import Cell, Column, Section, Table, columns
from reports.pen import Pen
from reports.wording import STATUS_WORDS, table_words

_LATE = f"reports.{PREFIX}late"
_FRESHNESS = f"reports.{PREFIX}freshness"


def late_and_fresh(context: DataQualityContext, pen: Pen) -> Section:
    """Late entries by kind, and ages by table."""
    return Section(
        key="late-and-fresh",
        title="Late and fresh",
        lead=_lead(context, pen),
        blocks=(_late(context, pen), _freshness(context, pen)),
        sources=pen.source(_LATE, _FRESHNESS, "monitoring.data_quality"),
    )


def _lead(context: DataQualityContext, pen: Pen) -> str:
    grouping = pen.money.grouping
    late = [row for row in context.late if row.late_count]
    if not context.late:
        text = "No table has record times, so nothing can be seen to have come late"
    elif not late:
        text = "Nothing was recorded after the cutoff of its own day"
    else:
        named = [
            f"{f.grouped(row.late_count, 0, grouping)} {row.item} ({f.percent(row.late_ratio, 1)})"
            for row in late
        ]
        text = f"Recorded after the cutoff of their own day: {f.listed(named)}"
        new = sum(row.newly_late_count or 0 for row in late)
        # a file that lost rows lost late ones too: that is told where its rows are
        if context.run.previous_on and new >= 0:
            text += f"; {f.grouped(new, 0, grouping) if new else 'none'} since {pen.before}"
    old = [row for row in context.freshness if row.status in {"warn", "fail"}]
    if not old:
        return f"{text}. No table is older than it should be."
    named = [
        f"{table_words(row.table_name).lower()} ({row.item} {f.counted(row.age_days, 'day')} old)"
        for row in old
    ]
    return f"{text}. Older than they should be: {f.listed(named)}."


def _late(context: DataQualityContext, pen: Pen) -> Table:
    return pen.table(
        "late",
        "Recorded after the cutoff of the day they speak about",
        columns(
            "Status",
            "Raw table",
            "Entries",
            Column("With both times"),
            Column("Late"),
            Column("Share", "%"),
            Column("Since the night before"),
            "Longest delay",
        ),
        [
            (
                Cell(STATUS_WORDS[row.status], row.status, status=row.status),
                Cell(table_words(row.table_name), row.table_name),
                Cell(row.item, row.item),
                pen.count(row.timed_count),
                pen.count(row.late_count),
                pen.share(row.late_ratio, 2, "nothing to divide by"),
                Cell(
                    f.NOTHING
                    if row.newly_late_count is None
                    else f.signed(f.grouped(row.newly_late_count, 0, pen.money.grouping)),
                    row.newly_late_count,
                    "nothing to compare with",
                    is_quiet=True,
                ),
                Cell(row.note or "", row.note),
            )
            for row in context.late
        ],
        note=(
            "A day's cutoff is its midnight and "
            f"{f.counted(context.run.record_cutoff_hours, 'hour')}. Late entries are used from the "
            "first date that knew them; what they change of earlier dates is in "
            "marts.restated_loans."
        ),
        source=pen.source(_LATE),
        empty="No table has record times: late corrections cannot be seen.",
    )


def _freshness(context: DataQualityContext, pen: Pen) -> Table:
    return pen.table(
        "freshness",
        "The newest of each table, as known at the end of the day",
        columns(
            "Status", "Raw table", "What", "Newest", Column("Age", "days"), Column("Limit", "days")
        ),
        [
            (
                Cell(STATUS_WORDS[row.status], row.status, status=row.status),
                Cell(table_words(row.table_name), row.table_name),
                Cell(row.item, row.item),
                Cell(
                    f.moment(row.latest_at)
                    if row.item == "newest record"
                    else f.long_date(row.latest_at.date()),
                    row.latest_at.isoformat(),
                ),
                pen.count(row.age_days),
                pen.figure(row.limit_days, 0, "no limit"),
            )
            for row in context.freshness
        ],
        source=pen.source(_FRESHNESS),
        empty="No table has a day or a record time to count from.",
    )
