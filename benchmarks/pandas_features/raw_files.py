"""The raw Parquet files as frames with small columns: codes, paise, day numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.pandas_features.calendar_days import NO_DAY

_DUE = (
    "loan_id",
    "instalment_number",
    "due_date",
    "amount_due",
    "principal_due",
    "interest_due",
    "due_recorded_at",
)
_RECEIPT = (
    "loan_id",
    "receipt_id",
    "payment_date",
    "amount_paid",
    "reverses_receipt_id",
    "payment_method",
    "payment_status",
    "recorded_at",
)
_STATUS = ("loan_id", "status_date", "reported_dpd", "reported_outstanding", "recorded_at")
_CODES = ["loan_id", "payment_method", "payment_status"]


def read_table(folder: Path, name: str) -> pd.DataFrame:
    """One of the smaller tables: dates as dates, decimals as floats, a missing flag as false."""
    table = pq.read_table(folder / f"{name}.parquet")
    for number, field in enumerate(table.schema):
        column = table.column(number)
        if pa.types.is_decimal(field.type):
            table = table.set_column(number, field.name, column.cast(pa.float64()))
        elif pa.types.is_boolean(field.type):
            table = table.set_column(number, field.name, column.fill_null(False))
    return table.to_pandas(date_as_object=False)


def read_dues(folder: Path, loan_ids: pd.Index) -> pd.DataFrame:
    """The due parts of repayments as they were told, repeated or corrected."""
    table = _read_part(folder, _DUE, "instalment_number")
    return pd.DataFrame(
        {
            "loan": _codes(table, loan_ids),
            "number": table["instalment_number"].to_numpy().astype(np.int16),
            "day": _days(table["due_date"]),
            "amount": _paise(table["amount_due"]),
            "principal": _paise(table["principal_due"]),
            "interest": _paise(table["interest_due"]),
            "recorded_at": table["due_recorded_at"].to_numpy(),
        }
    )


def read_receipts(folder: Path, loan_ids: pd.Index) -> pd.DataFrame:
    """The receipt parts of repayments as they were told, repeated rows among them."""
    table = _read_part(folder, _RECEIPT, "payment_date")
    return pd.DataFrame(
        {
            "loan": _codes(table, loan_ids),
            "receipt_id": table["receipt_id"].to_pandas(),
            "day": _days(table["payment_date"]),
            "amount": _paise(table["amount_paid"]),
            "reverses": table["reverses_receipt_id"].to_pandas(),
            "is_auto_debit": _is(table["payment_method"], "auto_debit"),
            "is_bounced": _is(table["payment_status"], "bounced"),
            "recorded_at": table["recorded_at"].to_numpy(),
        }
    )


def read_statuses(folder: Path, loan_ids: pd.Index) -> pd.DataFrame:
    """The status parts of repayments as they were told; dpd or outstanding may be missing."""
    table = _read_part(folder, _STATUS, "status_date")
    return pd.DataFrame(
        {
            "loan": _codes(table, loan_ids),
            "day": _days(table["status_date"]),
            "dpd": table["reported_dpd"].to_pandas().astype(np.float64),
            "outstanding": _paise(table["reported_outstanding"], missing=None),
            "recorded_at": table["recorded_at"].to_numpy(),
        }
    )


def _read_part(folder: Path, columns: tuple[str, ...], key: str) -> pa.Table:
    """The columns of a part, of the rows that have it."""
    return pq.read_table(
        folder / "repayments",
        columns=list(columns),
        filters=pc.field(key).is_valid(),
        read_dictionary=[name for name in _CODES if name in columns],
    ).unify_dictionaries()


def _codes(table: pa.Table, loan_ids: pd.Index) -> np.ndarray:
    loans = table["loan_id"].to_pandas().cat
    rows = loan_ids.get_indexer(loans.categories).astype(np.int32)
    return np.asarray(rows[loans.codes])


def _days(column: pa.ChunkedArray) -> np.ndarray:
    return np.asarray(column.cast(pa.int32()).fill_null(NO_DAY))


def _paise(column: pa.ChunkedArray, missing: int | None = 0) -> np.ndarray:
    """Whole paise; as floats with nan where `missing` is None."""
    paise: np.ndarray = np.rint(np.asarray(column.cast(pa.float64())) * 100)
    return paise if missing is None else np.nan_to_num(paise, nan=missing).astype(np.int64)


def _is(column: pa.ChunkedArray, code: str) -> np.ndarray:
    return np.asarray(column.to_pandas() == code)
