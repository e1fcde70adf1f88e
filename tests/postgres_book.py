"""A raw book in a database as a lender would hold it: types of its own, views over wider tables."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb

from tests.postgres_server import Server

# How the server calls the contract's types.
_TYPES = {"VARCHAR": "text", "DOUBLE": "double precision"}

# What the core system makes of it: record times with a zone, codes as an enumeration, amounts in a
# domain, a birthday that somebody stored as a moment, columns that are nobody's business.
_AS_A_LENDER_HOLDS_IT = (
    "create domain core.amount as numeric(18, 2)",
    "create type core.gender as enum ('female', 'male', 'other')",
    (
        "alter table core.customers "
        "alter column gender type core.gender using gender::core.gender, "
        "alter column annual_income type core.amount, "
        "alter column date_of_birth type timestamptz "
        "using (date_of_birth + time '00:30') at time zone 'Asia/Kolkata', "
        "add column pan text default 'ABCDE1234F', add column kyc jsonb default '{}'"
    ),
    (
        "alter table core.loans alter column recorded_at type timestamptz "
        "using recorded_at at time zone 'Asia/Kolkata'"
    ),
    (
        "alter table core.repayments alter column recorded_at type timestamptz "
        "using recorded_at at time zone 'Asia/Kolkata'"
    ),
    "create schema lending",
    "create view lending.customers as select * from core.customers",
    "create view lending.v_loans as select * from core.loans",
    "create view lending.repayments as select * from core.repayments",
    "create view lending.credit_history as select * from core.credit_history",
)


def load_book(server: Server, database: str, folder: Path) -> None:
    """Put the Parquet files of a raw folder into a new database, as tables and views over them."""
    server.create_database(database)
    server.execute(database, "create schema core")
    for table in ("customers", "loans", "credit_history", "repayments"):
        _load_table(server, database, table, folder / table / "*.parquet")
    server.execute(database, _AS_A_LENDER_HOLDS_IT)


def _load_table(server: Server, database: str, table: str, files: Path) -> None:
    with duckdb.connect() as book:
        rows = book.sql(f"select * from '{files}'")
        columns = [
            f"{name} {_TYPES.get(str(kind), str(kind))}"
            for name, kind in zip(rows.columns, rows.types, strict=True)
        ]
        server.execute(database, f"create table core.{table} ({', '.join(columns)})")
        with server.connection(database) as connection, closing(connection.cursor()) as cursor:
            cursor.adbc_ingest(table, rows.to_arrow_reader(), mode="append", db_schema_name="core")
