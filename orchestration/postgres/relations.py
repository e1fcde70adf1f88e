"""Tables and views, as the server's catalogue tells of them."""

from __future__ import annotations

from dataclasses import dataclass

from orchestration.errors import InputError
from orchestration.postgres.session import Session
from orchestration.sql import identifier

# Tables, partitioned tables, views, materialised views, foreign tables: what can be read; and of
# these what the server lets us lock.
_READABLE = "'r', 'p', 'v', 'm', 'f'"
_LOCKABLE = frozenset({"r", "p", "v"})


@dataclass(frozen=True)
class Relation:
    """A table or view that is there and may be read."""

    schema: str
    name: str
    kind: str

    @property
    def label(self) -> str:
        """The name in words, as in `lending.loans`."""
        return f"{self.schema}.{self.name}"

    @property
    def quoted(self) -> str:
        """The name in a statement."""
        return f"{identifier(self.schema)}.{identifier(self.name)}"

    @property
    def is_lockable(self) -> bool:
        """False for materialised views and foreign tables, which nobody can lock."""
        return self.kind in _LOCKABLE


def find_relation(session: Session, schema: str, name: str) -> Relation | None:
    """The relation of that name, letter by letter; None where there is none.

    Raises InputError when it is there and the user may not read it.
    """
    found = session.rows(
        "select classes.relkind::text as kind, current_user::text as user_name, "
        "has_schema_privilege(namespaces.oid, 'usage') "
        "and has_table_privilege(classes.oid, 'select') as may_read "
        "from pg_catalog.pg_class as classes "
        "inner join pg_catalog.pg_namespace as namespaces "
        "on classes.relnamespace = namespaces.oid "
        "where namespaces.nspname = $1 and classes.relname = $2 "
        f"and classes.relkind in ({_READABLE})",
        schema,
        name,
    )
    if not found:
        return None
    relation = Relation(schema, name, found[0]["kind"])
    if not found[0]["may_read"]:
        raise InputError(
            f"user {found[0]['user_name']} may not read {relation.label}: grant usage on its "
            "schema and select on it"
        )
    return relation


def relation_names(session: Session, schema: str) -> tuple[str, ...]:
    """Names of all tables and views of a schema, alphabetical; none where it does not exist."""
    found = session.rows(
        "select classes.relname::text as name from pg_catalog.pg_class as classes "
        "inner join pg_catalog.pg_namespace as namespaces "
        "on classes.relnamespace = namespaces.oid "
        f"where namespaces.nspname = $1 and classes.relkind in ({_READABLE}) "
        "order by classes.relname",
        schema,
    )
    return tuple(row["name"] for row in found)
