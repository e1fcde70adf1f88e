"""A hash of every published relation, equal when the rows are: what proves that a rerun is one.

What differs between two runs of one date by its nature is left out: the run's name and its times.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from orchestration.sql import identifier
from orchestration.warehouse import one_row

if TYPE_CHECKING:
    import duckdb

PUBLISHED_SCHEMAS = ("marts", "scores", "monitoring", "ml", "reports")
LEFT_OUT_COLUMNS = frozenset({"run_id", "scored_at", "trained_at", "promoted_at", "promotion_no"})
# One row a run: never equal.
LEFT_OUT_TABLES = frozenset({"monitoring.run_history"})


def table_hashes(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, Any]]:
    """For every table of the published schemas its row count and a hash of its rows, in any order.

    Views are left out: they have no rows of their own.
    """
    columns: dict[str, list[str]] = {}
    for schema, table, column in connection.execute(
        "select schema_name, table_name, column_name from duckdb_columns() "
        "where database_name = current_database() and table_oid in "
        "(select table_oid from duckdb_tables()) order by schema_name, table_name, column_name"
    ).fetchall():
        if schema in PUBLISHED_SCHEMAS:
            columns.setdefault(f"{schema}.{table}", []).append(column)
    return {
        relation: _hash(connection, relation, names)
        for relation, names in columns.items()
        if relation not in LEFT_OUT_TABLES
    }


def content_hash(
    connection: duckdb.DuckDBPyConnection, quoted_relation: str, columns: Sequence[str]
) -> tuple[int, str]:
    """The number of rows of a relation, and a hash of them: equal when the rows are, in any order.

    It is the sum of a hash of each row, so a row that comes twice counts twice.
    """
    hashed = ", ".join(identifier(name) for name in columns)
    rows, row_hashes = one_row(
        connection,
        f"select count(*), coalesce(sum(hash({hashed})::hugeint), 0)::varchar "
        f"from {quoted_relation}",
    )
    return rows, row_hashes


def _hash(connection: duckdb.DuckDBPyConnection, relation: str, names: list[str]) -> dict[str, Any]:
    schema, table = relation.split(".", 1)
    hashed = [name for name in names if name not in LEFT_OUT_COLUMNS]
    quoted = f"{identifier(schema)}.{identifier(table)}"
    rows, row_hashes = content_hash(connection, quoted, hashed)
    return {"rows": rows, "hash": row_hashes}
