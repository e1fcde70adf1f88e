"""The step that loads the raw tables of a run and writes down what it found."""

from __future__ import annotations

from orchestration.errors import QuarantineError
from orchestration.landing import LandedTable
from orchestration.night import Night
from orchestration.raw_tables import raw_tables
from orchestration.warehouse import one_row


def land_raw(night: Night) -> tuple[LandedTable, ...]:
    """Load every raw table of the connector into `work.landing`."""
    tables = raw_tables(night.manifest, night.settings.connector)
    night.record.counts["raw_rows"] = 0

    def landed(table: LandedTable) -> None:
        night.record.inputs.append(table)
        night.record.counts["raw_rows"] += table.rows
        night.progress.advance(len(night.record.inputs), len(tables))

    with night.connect() as connection:
        connection.execute("use work")
        night.raw_source.land(connection, tables, landed)
    _note_absent(night)
    return tuple(night.record.inputs)


def _note_absent(night: Night) -> None:
    for table in night.record.inputs:
        if not table.origins:
            night.note(f"{table.name}: not supplied")
        elif table.absent_columns:
            night.note(
                f"{table.name}: null for all rows, as the columns are absent: "
                f"{', '.join(table.absent_columns)}"
            )


def is_quarantine_judged(night: Night) -> bool:
    """True once dbt has counted what of each raw table is in quarantine."""
    with night.connect() as connection:
        (tables,) = one_row(
            connection,
            "select count(*) from duckdb_tables() where database_name = 'work' "
            "and schema_name = 'staging' and table_name = 'stg_quarantine_share'",
        )
    return bool(tables)


def check_quarantine(night: Night) -> dict[str, float]:
    """The share of each raw table that is in quarantine, as a fraction of its keys.

    Raises QuarantineError when a share is over the setting `quarantine_limit`.
    """
    with night.connect() as connection:
        rows = connection.execute(
            "select table_name, quarantined_key_count, key_count, quarantined_key_ratio "
            "from work.staging.stg_quarantine_share where key_count > 0 order by table_name"
        ).fetchall()
    shares = {table: float(ratio) for table, _, _, ratio in rows}
    night.record.checks["quarantined_share"] = shares
    limit = night.settings.quarantine_limit
    over = [row for row in rows if row[3] > limit]
    if over:
        table, broken, keys, ratio = max(over, key=lambda row: row[3])
        raise QuarantineError(
            f"{table}: {broken} of {keys} keys ({ratio:.1%}) broke the rules"
            f" ({_most_broken(night, table)}), over the limit of {limit:.1%}: "
            f"correct the rows or raise quarantine_limit; nothing was published; "
            f"the rows are in work.staging.stg_quarantine of {night.home.build_work}"
        )
    return shares


def _most_broken(night: Night, table: str) -> str:
    """The three rules that most rows of a raw table broke, with an example of each."""
    with night.connect() as connection:
        rows = connection.execute(
            "select rule, count(*), min(detail) from work.staging.stg_quarantine "
            "where table_name = $table group by rule order by count(*) desc, rule limit 3",
            {"table": table},
        ).fetchall()
    return "; ".join(
        f"{rule}: {count}" + (f", as {detail}" if detail else "") for rule, count, detail in rows
    )
