"""From an Arrow table to typed rows: the border at which a report refuses what it cannot read.

A report declares one frozen dataclass for each relation it shows. Reading checks every column and
every value against it, so that a figure missing from the warehouse stops the run here, by name,
and not as a blank in front of a committee.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from operator import attrgetter
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    import pyarrow as pa

Row = TypeVar("Row")


class MissingFigureError(ValueError):
    """A relation, column or value that the report needs and was not given."""


def rows_of(tables: Mapping[str, pa.Table], relation: str, row_type: type[Row]) -> tuple[Row, ...]:
    """The rows of one relation as instances of `row_type`, in the table's order.

    Raises:
        MissingFigureError: the relation or a column is absent, a value is null where the row type
            does not allow it, or has another type than declared.
    """
    if relation not in tables:
        raise MissingFigureError(
            f"the report needs the relation {relation}, which it was not given"
        )
    table = tables[relation]
    hints = get_type_hints(row_type)
    names = [field.name for field in fields(row_type)]  # type: ignore[arg-type]
    absent = [name for name in names if name not in table.column_names]
    if absent:
        raise MissingFigureError(f"{relation} has no column {', '.join(absent)}")
    allowed = {name: _allowed(hints[name]) for name in names}
    rows = []
    for number, record in enumerate(table.select(names).to_pylist(), start=1):
        for name, value in record.items():
            kind = type(value)
            if kind in allowed[name]:
                continue
            # DuckDB hands out whole sums as HUGEINT, which Arrow carries as decimals
            if isinstance(value, Decimal) and int in allowed[name] and value == int(value):
                record[name] = int(value)
                continue
            found = "null" if value is None else kind.__name__
            raise MissingFigureError(f"{relation}.{name} is {found} in row {number}")
        rows.append(row_type(**record))
    return tuple(rows)


@dataclass(frozen=True)
class RowReader:
    """Reads one report's relations, named `prefix` and section, each cut to one as_of_date."""

    tables: Mapping[str, pa.Table]
    prefix: str

    def rows(self, section: str, row_type: type[Row], *order: str) -> tuple[Row, ...]:
        """The rows of a section, sorted by the named fields (which are never null)."""
        found = rows_of(self.tables, f"{self.prefix}{section}", row_type)
        if not order:
            return found
        return tuple(sorted(found, key=attrgetter(*order)))

    def only_row(self, section: str, row_type: type[Row]) -> Row:
        """The row of a section that has exactly one; MissingFigureError when it has not."""
        found = self.rows(section, row_type)
        if len(found) != 1:
            raise MissingFigureError(
                f"{self.prefix}{section} has {len(found)} rows for this date, the report needs one"
            )
        return found[0]


def _allowed(hint: Any) -> tuple[type, ...]:
    return tuple(get_args(hint)) if get_origin(hint) in {Union, UnionType} else (hint,)
