"""The yardstick in a process of its own: what each stage costs, and the rows it gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.processes import cpu_seconds, peak_gib


@dataclass(frozen=True)
class PandasRun:
    """CPU seconds of each stage, of importing the libraries, and the most memory held."""

    stages: dict[str, float]
    imports: float
    peak_gib: float

    @property
    def total(self) -> float:
        """CPU of all stages, from the files to the rows."""
        return sum(self.stages.values())


def write_features(raw: Path, as_of: date, rows: Path) -> PandasRun:
    """Compute the features of a book at a date and write them as Parquet; one thread."""
    import pandas as pd
    import pyarrow as pa

    from benchmarks.pandas_features.features import loan_features

    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    imported = cpu_seconds()
    stages: dict[str, float] = {}

    def done(stage: str) -> None:
        stages[stage] = cpu_seconds() - imported - sum(stages.values())

    features = loan_features(raw, pd.Timestamp(as_of), done)
    run = PandasRun(stages, imported, peak_gib())
    features.to_parquet(rows, index=False)
    return run
