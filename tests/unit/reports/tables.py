"""Arrow tables as the warehouse hands them over, made from a report's own row types."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pyarrow as pa

ARROW_TYPES: dict[type, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us"),
    Decimal: pa.decimal128(38, 8),
}


def schema_of(row_type: type) -> pa.Schema:
    """The Arrow schema that a row type reads."""
    hints = get_type_hints(row_type)
    return pa.schema([(field.name, _arrow_type(hints[field.name])) for field in fields(row_type)])


def tables_of(
    relations: dict[str, type], prefix: str, rows: dict[str, list[Any]]
) -> dict[str, pa.Table]:
    """Every relation of a report; those not named in `rows` are empty."""
    return {
        relation: pa.Table.from_pylist(
            [asdict(row) for row in rows.get(relation.removeprefix(prefix), [])],
            schema=schema_of(row_type),
        )
        for relation, row_type in relations.items()
    }


def _arrow_type(hint: Any) -> pa.DataType:
    options = get_args(hint) if get_origin(hint) is UnionType else (hint,)
    return next(ARROW_TYPES[option] for option in options if option in ARROW_TYPES)
