"""What a run says of its data: the figures that fail, for whoever reads the night's log."""

from __future__ import annotations

from orchestration.night import Night

_NAMED = 5


def note_failing(night: Night) -> None:
    """Tell which figures of monitoring.data_quality fail on the run's newest date."""
    with night.connect() as connection:
        rows = connection.execute(
            "select table_name, item, note from monitoring.data_quality "
            "where as_of_date = ? and status = 'fail' order by table_name, check_group, item",
            [night.plan.as_of_date],
        ).fetchall()
    night.record.counts["failing_figures"] = len(rows)
    if not rows:
        return
    named = [f"{table}, {item}" + (f": {note}" if note else "") for table, item, note in rows]
    more = [f"{len(named) - _NAMED} more"] if len(named) > _NAMED else []
    night.note(
        f"data quality: {len(rows)} figures fail ({'; '.join([*named[:_NAMED], *more])}); "
        "see data_quality.html or monitoring.data_quality"
    )
