"""A table's rows as CSV inside the page: a data link, so that no script is needed to save it."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

# A spreadsheet takes text that starts so for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """RFC 4180 text of the rows: exact figures, ISO dates, empty for null.

    Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers stay numbers.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_exact(head) for head in heads])
    writer.writerows([_exact(value) for value in row] for row in rows)
    return out.getvalue()


def csv_href(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The same as a `data:` link; the byte order mark makes spreadsheets read it as UTF-8."""
    payload = base64.b64encode(csv_text(heads, rows).encode("utf-8-sig")).decode("ascii")
    return f"data:text/csv;charset=utf-8;base64,{payload}"


def _exact(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if isinstance(value, str) and text.startswith(_FORMULA_STARTS):
        return f"'{text}"
    return text
