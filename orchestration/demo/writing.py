"""Parquet files whose bytes depend on their rows alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

_ROWS_A_GROUP = 250_000
# columns in which hardly a value comes twice: a dictionary would only cost time
_PLAIN = frozenset({"principal_due", "interest_due", "receipt_id", "recorded_at"})


def write_part(table: Any, out_dir: Path, name: str, part: int) -> int:
    """Write one part of a table as `<out_dir>/<name>/part-0000.parquet`; returns its rows.

    Raises:
        OSError: the folder cannot be written.
    """
    folder = out_dir / name
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        table,
        folder / f"part-{part:04d}.parquet",
        version="2.6",
        compression="zstd",
        compression_level=1,
        use_dictionary=[column for column in table.column_names if column not in _PLAIN],
        write_statistics=True,
        store_schema=False,
        store_decimal_as_integer=True,
        row_group_size=_ROWS_A_GROUP,
        data_page_version="1.0",
    )
    return int(table.num_rows)
