"""Arrow columns straight from arrays, without a Python object a value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from orchestration.demo.arrays import NO_DAY, Flags, Ints

_QUADS = np.array([f"{n:04d}" for n in range(10_000)], dtype="S4").view(np.uint32)


def _bits(is_valid: Flags | None) -> Any:
    if is_valid is None:
        return None
    return pa.py_buffer(np.packbits(is_valid, bitorder="little"))


def _primitive(kind: Any, values: Any, is_valid: Flags | None) -> Any:
    buffers = [_bits(is_valid), pa.py_buffer(np.ascontiguousarray(values))]
    return pa.Array.from_buffers(kind, len(values), buffers)


def money(paise: Ints, is_valid: Flags | None = None) -> Any:
    """DECIMAL(18,2) from paise."""
    return _primitive(pa.decimal64(18, 2), paise.astype(np.int64, copy=False), is_valid)


def rupees(amount: Any, is_valid: Flags | None = None) -> Any:
    """DECIMAL(18,2) from rupees; NaN is null."""
    is_number = ~np.isnan(amount)
    paise = np.floor(np.where(is_number, amount, 0) * 100 + 0.5).astype(np.int64)
    return money(paise, is_number if is_valid is None else is_number & is_valid)


def ratio(values: Any, is_valid: Flags | None = None) -> Any:
    """DECIMAL(9,6) from floats; NaN is null."""
    is_number = ~np.isnan(values)
    scaled = np.floor(np.where(is_number, values, 0) * 1_000_000 + 0.5).astype(np.int64)
    return _primitive(
        pa.decimal64(9, 6), scaled, is_number if is_valid is None else is_number & is_valid
    )


def whole(values: Any, is_valid: Flags | None = None) -> Any:
    """INTEGER."""
    return _primitive(pa.int32(), values.astype(np.int32), is_valid)


def day(days: Ints, is_valid: Flags | None = None) -> Any:
    """DATE; `NO_DAY` is null."""
    is_day = days > NO_DAY
    if is_valid is not None:
        is_day &= is_valid
    return _primitive(pa.date32(), np.where(is_day, days, 0).astype(np.int32), is_day)


def moment(microseconds: Ints, is_valid: Flags | None = None) -> Any:
    """TIMESTAMP without a zone, from microseconds since 1970."""
    return _primitive(pa.timestamp("us"), microseconds.astype(np.int64, copy=False), is_valid)


def flag(values: Any, is_valid: Flags | None = None) -> Any:
    """BOOLEAN."""
    buffers = [
        _bits(is_valid),
        pa.py_buffer(np.packbits(values.astype(np.bool_), bitorder="little")),
    ]
    return pa.Array.from_buffers(pa.bool_(), len(values), buffers)


def word(codes: Any, words: Sequence[str] | Any, is_valid: Flags | None = None) -> Any:
    """VARCHAR from the number of a word."""
    dictionary = words if isinstance(words, pa.Array) else pa.array(words, pa.string())
    return pa.DictionaryArray.from_arrays(
        _primitive(pa.int32(), codes.astype(np.int32), is_valid), dictionary, safe=False
    )


def numbered(prefix: str, numbers: Ints, digits: int, is_valid: Flags | None = None) -> Any:
    """VARCHAR: a prefix and a number with leading zeros; `digits` is a multiple of four."""
    count, width = len(numbers), len(prefix) + digits
    text = np.empty((count, width), dtype=np.uint8)
    text[:, : len(prefix)] = np.frombuffer(prefix.encode(), dtype=np.uint8)
    rest = numbers
    for end in range(width, len(prefix), -4):
        rest, quad = np.divmod(rest, 10_000)
        text[:, end - 4 : end] = _QUADS[quad].view(np.uint8).reshape(count, 4)
    offsets = np.arange(count + 1, dtype=np.int32) * np.int32(width)
    buffers = [_bits(is_valid), pa.py_buffer(offsets), pa.py_buffer(text)]
    return pa.Array.from_buffers(pa.string(), count, buffers)


def nothing(count: int, kind: Any) -> Any:
    """A column without values."""
    return pa.nulls(count, kind)
