"""From feature columns in Arrow to the float64 matrix that every model reads.

The feature list alone decides the matrix: its columns, their order and their codes never depend on
what happens to stand in the batch. That is what keeps training and scoring the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ml.arrays import Floats

EVERY_FEATURE = "all"
HASH_BYTES = 16
DTYPES = ("int", "decimal", "bool", "ordinal", "category")


@dataclass(frozen=True)
class FeatureSpec:
    """One feature of the catalogue, as far as a model needs to know it.

    `available` is A (known at application) or B (behavioural only); `monotone` is the direction of
    risk: +1 up, -1 down, 0 free. `categories` are the known codes of a category, in a fixed order;
    whatever else arrives, nothing included, is the code after the last ("unknown").
    """

    name: str
    dtype: str
    available: str = "B"
    monotone: int = 0
    reason_text: str = ""
    reason_group: str = ""
    is_internal: bool = False
    is_sensitive: bool = False
    categories: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.dtype not in DTYPES:
            raise ValueError(f"feature {self.name}: dtype {self.dtype!r} is not one of {DTYPES}")
        if self.available not in ("A", "B"):
            raise ValueError(f"feature {self.name}: available is A or B, not {self.available!r}")
        if self.monotone not in (-1, 0, 1):
            raise ValueError(f"feature {self.name}: monotone is -1, 0 or 1, not {self.monotone!r}")
        if self.is_category != bool(self.categories):
            raise ValueError(
                f"feature {self.name}: a category, and only a category, lists its codes"
            )
        if self.is_category and self.monotone:
            raise ValueError(f"feature {self.name}: a category has no order to be monotone in")

    @property
    def is_category(self) -> bool:
        """Whether the values are codes without an order."""
        return self.dtype == "category"

    @property
    def unknown_code(self) -> int:
        """Code of a category that is missing or was never listed."""
        return len(self.categories)

    def to_json(self) -> dict[str, Any]:
        """Plain values for a JSON file."""
        return asdict(self) | {"categories": list(self.categories)}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> FeatureSpec:
        """The inverse of `to_json`; unknown keys are refused."""
        known = {field.name for field in fields(cls)}
        if unknown := set(values) - known:
            raise ValueError(f"feature description has unknown keys: {', '.join(sorted(unknown))}")
        return cls(**(values | {"categories": tuple(values.get("categories", ()))}))


@dataclass(frozen=True)
class FeatureMatrix:
    """`values` is (rows, features), float64, each feature contiguous in memory.

    NaN is missing, always the one bit pattern of `numpy.nan`; categories have none.
    """

    specs: tuple[FeatureSpec, ...]
    values: Floats

    @property
    def rows(self) -> int:
        """Number of rows."""
        return int(self.values.shape[0])

    def take(self, rows: Any) -> FeatureMatrix:
        """The chosen rows (mask or positions)."""
        positions = np.arange(self.rows)[rows]
        return FeatureMatrix(self.specs, self.values.T.take(positions, axis=1).T)


def matrix_from_arrow(frame: pa.Table, specs: Sequence[FeatureSpec]) -> FeatureMatrix:
    """One float64 column a spec, in the order of the specs.

    Null, NaN and infinite values become NaN; categories become their code. Raises ValueError when a
    column is absent: a model is never fed a made-up one.
    """
    absent = [spec.name for spec in specs if spec.name not in frame.column_names]
    if absent:
        raise ValueError(f"features missing from the frame: {', '.join(absent)}")
    values = np.empty((frame.num_rows, len(specs)), dtype=np.float64, order="F")
    for position, spec in enumerate(specs):
        values[:, position] = column_values(frame.column(spec.name), spec)
    return FeatureMatrix(tuple(specs), values)


def column_values(column: pa.ChunkedArray, spec: FeatureSpec) -> Floats:
    """One Arrow column as float64."""
    if spec.is_category:
        return _category_codes(column, spec)
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    numbers: Floats = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    finite = np.where(np.isfinite(numbers), numbers, np.nan)
    return finite + 0.0  # -0.0 becomes 0.0, so that equal inputs hash equally


def _category_codes(column: pa.ChunkedArray, spec: FeatureSpec) -> Floats:
    known = pa.array(spec.categories, type=pa.string())
    codes = pc.fill_null(pc.index_in(column.cast(pa.string()), value_set=known), spec.unknown_code)
    numbers: Floats = codes.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return numbers


def held_directions(specs: Sequence[FeatureSpec], lifted: Sequence[str]) -> list[int]:
    """The direction of risk of each feature, 0 where it is lifted (`EVERY_FEATURE` lifts all)."""
    is_all_free = EVERY_FEATURE in lifted
    return [0 if is_all_free or spec.name in lifted else spec.monotone for spec in specs]


def list_hash(specs: Sequence[FeatureSpec]) -> str:
    """Hash of the feature list: names, types, order and codes."""
    text = "\n".join(f"{spec.name}|{spec.dtype}|{','.join(spec.categories)}" for spec in specs)
    return hashlib.sha256(text.encode()).hexdigest()


def row_hashes(matrix: FeatureMatrix) -> pa.StringArray:
    """One 32-digit hash a row over what the model reads: the list and the bytes of the row."""
    seed = hashlib.blake2b(list_hash(matrix.specs).encode(), digest_size=HASH_BYTES)
    width = matrix.values.shape[1] * 8
    data = np.ascontiguousarray(matrix.values, dtype="<f8").data.cast("B")

    def digest(start: int) -> bytes:
        row = seed.copy()
        row.update(data[start : start + width])
        return row.digest()

    digits = b"".join([digest(start) for start in range(0, matrix.rows * width, width)]).hex()
    ends = np.arange(matrix.rows + 1, dtype=np.int32) * (2 * HASH_BYTES)
    return pa.StringArray.from_buffers(
        matrix.rows, pa.py_buffer(ends), pa.py_buffer(digits.encode())
    )
