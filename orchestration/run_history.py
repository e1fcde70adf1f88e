"""The table `monitoring.run_history`: every run of the home, failed ones too."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from orchestration.run_record import read_records
from orchestration.warehouse import append

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from orchestration.night import Night


def write_history(connection: duckdb.DuckDBPyConnection, night: Night) -> None:
    """Add the runs that the table does not have yet: earlier ones from their records, and this one.

    A run that failed published nothing, so only a later run can write that it was.
    """
    known = {
        run_id
        for (run_id,) in connection.execute("select run_id from monitoring.run_history").fetchall()
    }
    records = [record for record in read_records(night.home.runs) if record["run_id"] not in known]
    append(
        connection,
        "monitoring.run_history",
        _as_table([_row(record) for record in [*records, night.record.as_json()]]),
    )


def _row(record: dict[str, Any]) -> dict[str, Any]:
    counts = record["counts"]
    return {
        "run_id": record["run_id"],
        "command": record["command"],
        "as_of_date": max(date.fromisoformat(day) for day in record["as_of_dates"]),
        "date_count": len(record["as_of_dates"]),
        "started_at": _moment(record["started_at"]),
        "finished_at": _moment(record["finished_at"]),
        "outcome": record["outcome"],
        "error": record["error"],
        "connector": record["connector"],
        "raw_rows": counts.get("raw_rows"),
        "trained_for": ",".join(record["trained_for"]),
        "scored_rows": counts.get("loan_scores"),
    }


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=None) if text else None


def _as_table(rows: list[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_pylist(rows)
