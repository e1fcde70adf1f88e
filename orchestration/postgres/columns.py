"""How a column of the server is read: an expression for the server, a type for the landing.

What Arrow can carry as it is travels as it is. Exact numbers travel as text, since the driver knows
no decimals; staging reads them into the contract's, and what does not fit goes to quarantine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from orchestration.errors import InputError
from orchestration.postgres.relations import Relation
from orchestration.postgres.session import Session
from orchestration.sql import identifier


def _bounded(type_name: str) -> str:
    """A point in time as the server is asked for it.

    Infinity and years that Arrow has no number for would come out as some other day. They are read
    as the end or the beginning of the calendar, which the contract takes for the impossible dates
    that they are.
    """
    return (
        f"case when {{0}}::{type_name} > '9999-12-31' then '9999-12-31' "
        f"when {{0}}::{type_name} < '0001-01-01' then '0001-01-01' else {{0}}::{type_name} end"
    )


_TEXT = ("{0}::text", "varchar")

# Of each type of the server: how it is asked for, and what it is in the landing.
_READ_AS = {
    "bool": ("{0}", "boolean"),
    "int2": ("{0}", "smallint"),
    "int4": ("{0}", "integer"),
    "int8": ("{0}", "bigint"),
    "float4": ("{0}", "float"),
    "float8": ("{0}", "double"),
    "numeric": _TEXT,
    "money": ("{0}::numeric::text", "varchar"),
    "uuid": _TEXT,
    "date": (_bounded("date"), "date"),
    "timestamp": (_bounded("timestamp"), "timestamp"),
    "timestamptz": (_bounded("timestamptz"), "timestamptz"),
}
# Categories of the server's types that are text whatever their name: strings, enumerations.
_TEXT_CATEGORIES = frozenset({"S", "E"})


@dataclass(frozen=True)
class CatalogueColumn:
    """A column as the catalogue tells of it; the base type of a domain is what it narrows."""

    name: str
    type_name: str
    base_type: str
    category: str


@dataclass(frozen=True)
class ReadColumn:
    """A column that is read: its name and type in the landing, and what the server is asked for."""

    name: str
    landing_type: str
    expression: str


def catalogue_columns(session: Session, relation: Relation) -> tuple[CatalogueColumn, ...]:
    """All columns of a relation, in its own order."""
    found = session.rows(
        "with recursive steps as ("
        "select attributes.attnum, attributes.attname, attributes.atttypid as type_oid, "
        "pg_catalog.format_type(attributes.atttypid, attributes.atttypmod) as type_name "
        "from pg_catalog.pg_attribute as attributes "
        "inner join pg_catalog.pg_class as classes on attributes.attrelid = classes.oid "
        "inner join pg_catalog.pg_namespace as namespaces "
        "on classes.relnamespace = namespaces.oid "
        "where namespaces.nspname = $1 and classes.relname = $2 "
        "and attributes.attnum > 0 and not attributes.attisdropped "
        "union all "
        "select steps.attnum, steps.attname, types.typbasetype, steps.type_name from steps "
        "inner join pg_catalog.pg_type as types on steps.type_oid = types.oid "
        "where types.typtype = 'd') "
        "select steps.attname::text as name, steps.type_name, types.typname::text as base_type, "
        "types.typcategory::text as category from steps "
        "inner join pg_catalog.pg_type as types on steps.type_oid = types.oid "
        "where types.typtype <> 'd' order by steps.attnum",
        relation.schema,
        relation.name,
    )
    return tuple(CatalogueColumn(**row) for row in found)


def read_columns(
    relation: Relation, columns: Sequence[CatalogueColumn], names: Iterable[str]
) -> tuple[ReadColumn, ...]:
    """How those of `columns` are read that are called one of `names`, in any case of letters.

    Raises InputError for one that cannot be read, or that is there twice.
    """
    known = {name.lower() for name in names}
    wanted = [column for column in columns if column.name.lower() in known]
    lowered = [column.name.lower() for column in wanted]
    twice = next((name for name in lowered if lowered.count(name) > 1), None)
    if twice is not None:
        raise InputError(
            f"{relation.label} has the column {twice} twice, in different letters: rename one, or "
            "read a view that has it once"
        )
    return tuple(_read_column(relation, column) for column in wanted)


def _read_column(relation: Relation, column: CatalogueColumn) -> ReadColumn:
    is_text = column.category in _TEXT_CATEGORIES
    read_as = _TEXT if is_text else _READ_AS.get(column.base_type)
    if read_as is None:
        raise InputError(
            f"{relation.label}: column {column.name} is of type {column.type_name}, which is not "
            "read: cast it to a plain type in a view, and read the view"
        )
    expression, landing_type = read_as
    return ReadColumn(column.name.lower(), landing_type, expression.format(identifier(column.name)))
