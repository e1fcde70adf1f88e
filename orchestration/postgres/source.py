"""The tables and views of a database as raw tables, all read in one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from orchestration.connection_url import check_url, without_password
from orchestration.errors import CheckFailedError, InputError, LoanbookError, UsageError
from orchestration.landing import (
    LandedRelation,
    LandedTable,
    check_required_columns,
    create_landing_table,
    landed_table,
    too_big,
)
from orchestration.postgres.columns import ReadColumn, catalogue_columns, read_columns
from orchestration.postgres.relations import Relation, find_relation, relation_names
from orchestration.postgres.session import Session, check_driver, open_session
from orchestration.raw_tables import ADDED_COLUMNS, RawTable
from orchestration.settings import Settings
from orchestration.sql import identifier, literal
from orchestration.table_hashes import content_hash

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Layout:
    """What is read of a relation, and the names of the columns that are not."""

    relation: Relation
    columns: tuple[ReadColumn, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True)
class PostgresSource:
    """A database, the schema its raw tables lie in, and those that have another name there.

    `extra_columns` are read beside those of the contract, where a relation has them.
    """

    url: str = field(repr=False)
    schema: str
    names: Mapping[str, str]
    extra_columns: tuple[str, ...]

    @classmethod
    def of(cls, settings: Settings) -> PostgresSource:
        """The source that the settings name."""
        pairs = (item.partition("=") for item in settings.postgres_tables)
        names = {table.strip(): name.strip() for table, _, name in pairs}
        return cls(settings.raw, settings.postgres_schema, names, settings.segments)

    def check(self) -> None:
        """Raise UsageError unless the URL is one and the driver is there; nobody is asked."""
        if not self.url:
            raise UsageError(
                "connector postgres reads a database: name it with "
                "--raw postgresql://USER@HOST/DATABASE, or as raw in LOANBOOK_RAW or loanbook.toml"
            )
        check_url(self.url)
        check_driver()

    def examine(self, _: duckdb.DuckDBPyConnection, tables: Sequence[RawTable], /) -> None:
        """Look for every table and its columns.

        Raises InputError for a server that does not answer, a table that is missing, or one without
        a required column.
        """
        with open_session(self.url) as session, session.snapshot():
            self._layouts(session, tables, self._relations(session, tables))

    def land(
        self,
        connection: duckdb.DuckDBPyConnection,
        tables: Sequence[RawTable],
        landed: Callable[[LandedTable], None],
        /,
    ) -> None:
        """Load every table into `landing` of the connected database, all as of one moment.

        `landed` is called once a table.
        """
        with open_session(self.url) as session:
            with session.snapshot():
                relations = self._relations(session, tables)
            locked = [r.quoted for r in relations.values() if r and r.is_lockable]
            with session.snapshot(locked):
                (moment,) = session.rows("select now() at time zone 'UTC' as snapshot_at")
                for table, layout in self._layouts(session, tables, relations).items():
                    landed(_land_table(connection, session, table, layout, moment["snapshot_at"]))

    def findings(self) -> dict[str, str]:
        """What is there, in words; what is wrong, where something is."""
        shown = {"raw database": without_password(self.url) or "none named"}
        try:
            self.check()
            with open_session(self.url) as session, session.snapshot():
                names = relation_names(session, self.schema)
                version = session.rows("select current_setting('server_version') as version")
        except LoanbookError as error:
            return {**shown, "raw tables": str(error)}
        return {
            **shown,
            "server": f"PostgreSQL {version[0]['version']}",
            "raw tables": f"in schema {self.schema}: {', '.join(names) or 'none'}",
        }

    def _relations(
        self, session: Session, tables: Sequence[RawTable]
    ) -> dict[RawTable, Relation | None]:
        unknown = sorted(set(self.names) - {table.name for table in tables})
        if unknown:
            known = ", ".join(table.name for table in tables)
            raise UsageError(
                f"postgres_tables names {unknown[0]}, which is no raw table: choose of {known}"
            )
        return {table: self._relation(session, table) for table in tables}

    def _relation(self, session: Session, table: RawTable) -> Relation | None:
        given = self.names.get(table.name, table.relation)
        before, dot, after = given.partition(".")
        schema, name = (before, after) if dot else (self.schema, given)
        relation = find_relation(session, schema, name)
        if relation or (table.is_optional and table.name not in self.names):
            return relation
        names = relation_names(session, schema)
        found = ", ".join(names[:8]) + (" ..." if len(names) > 8 else "") or "nothing"
        raise InputError(
            f"table {table.name}: no table or view {schema}.{name} in "
            f"{without_password(self.url)}: found {found} in schema {schema}; name another with "
            "postgres_schema or postgres_tables"
        )

    def _layouts(
        self,
        session: Session,
        tables: Sequence[RawTable],
        relations: Mapping[RawTable, Relation | None],
    ) -> dict[RawTable, Layout | None]:
        return {
            table: self._layout(session, table, relation) if relation else None
            for table, relation in ((table, relations[table]) for table in tables)
        }

    def _layout(self, session: Session, table: RawTable, relation: Relation) -> Layout:
        columns = catalogue_columns(session, relation)
        check_required_columns(table, relation.label, (column.name for column in columns))
        read = read_columns(relation, columns, (*table.known_columns, *self.extra_columns))
        names = {column.name for column in read}
        ignored = tuple(column.name for column in columns if column.name.lower() not in names)
        return Layout(relation, read, ignored)


def _land_table(
    connection: duckdb.DuckDBPyConnection,
    session: Session,
    table: RawTable,
    layout: Layout | None,
    snapshot_at: datetime,
) -> LandedTable:
    if layout is None:
        create_landing_table(connection, table, {})
        return landed_table(table, (), (), ())
    types = {column.name: column.landing_type for column in layout.columns}
    target = create_landing_table(connection, table, types)
    _insert(connection, session, target, layout, snapshot_at)
    rows, hashed = content_hash(connection, target, sorted(types))
    origin = LandedRelation(layout.relation.label, snapshot_at.isoformat(), hashed, rows)
    return landed_table(table, (origin,), types, layout.ignored)


def _insert(
    connection: duckdb.DuckDBPyConnection,
    session: Session,
    target: str,
    layout: Layout,
    snapshot_at: datetime,
) -> None:
    import duckdb

    label = layout.relation.label
    names = [identifier(column.name) for column in layout.columns]
    asked = [
        f"{column.expression} as {name}" for column, name in zip(layout.columns, names, strict=True)
    ]
    added = [literal(label), "row_number() over ()", f"timestamp {literal(str(snapshot_at))}"]
    query = f"select {', '.join(asked)} from {layout.relation.quoted}"
    with session.stream(query, label) as reader:
        connection.register("streamed_rows", reader)
        try:
            connection.execute(
                f"insert into {target} ({', '.join([*names, *ADDED_COLUMNS])}) "
                f"select {', '.join([*names, *added])} from streamed_rows"
            )
        except duckdb.OutOfMemoryException as error:
            raise CheckFailedError(too_big(label)) from error
        except duckdb.Error as error:
            raise session.failed(f"reading {label}", str(error)) from error
        finally:
            connection.unregister("streamed_rows")
