"""How far tonight's features and scores moved from the rows that the model was trained on."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from ml.arrays import Floats
from ml.bundle import ModelBundle
from ml.features import FeatureMatrix, matrix_from_arrow
from ml.metrics import FrozenBins, freeze, psi, psi_critical, shares

SCORE = "risk_score"
BINS = 10

SCHEMA = pa.schema(
    [
        ("item", pa.string()),
        ("kind", pa.string()),
        ("psi", pa.float64()),
        ("psi_critical_95", pa.float64()),
        ("bins", pa.int32()),
        ("reference_rows", pa.int64()),
        ("rows", pa.int64()),
        ("reference_missing_share", pa.float64()),
        ("missing_share", pa.float64()),
    ]
)
BIN_SCHEMA = pa.schema(
    [
        ("item", pa.string()),
        ("bin_no", pa.int32()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("is_missing", pa.bool_()),
        ("reference_share", pa.float64()),
        ("share", pa.float64()),
    ]
)


def frozen_features(matrix: FeatureMatrix) -> dict[str, FrozenBins]:
    """Reference bins of every feature; a category has a bin a code."""
    return {
        spec.name: freeze(matrix.values[:, position], max(BINS, len(spec.categories) + 1))
        for position, spec in enumerate(matrix.specs)
    }


def drift_tables(
    bundle: ModelBundle, frame: pa.Table, unclipped_score: Floats
) -> tuple[pa.Table, pa.Table]:
    """PSI of each model feature and of the score, and the bins behind them.

    `frame` holds the features of the rows scored tonight, `unclipped_score` their score before
    rounding. PSI is null without rows. Returns (one row an item, one row an item and bin).
    """
    matrix = matrix_from_arrow(frame, bundle.specs)
    columns: dict[str, tuple[str, FrozenBins, Floats]] = {
        spec.name: ("feature", bundle.feature_bins[spec.name], matrix.values[:, position])
        for position, spec in enumerate(bundle.specs)
    }
    columns[SCORE] = ("score", bundle.score_bins, unclipped_score)
    items = [_item(name, kind, bins, values) for name, (kind, bins, values) in columns.items()]
    detail = [
        row
        for name, (_, bins, values) in columns.items()
        for row in _bin_rows(name, bins, shares(values, bins))
    ]
    return (
        pa.Table.from_pylist(items, schema=SCHEMA),
        pa.Table.from_pylist(detail, schema=BIN_SCHEMA),
    )


def _item(name: str, kind: str, bins: FrozenBins, values: Floats) -> Mapping[str, object]:
    actual = shares(values, bins)
    used = sum(max(pair) > 0 for pair in zip(bins.shares, actual, strict=True))
    return {
        "item": name,
        "kind": kind,
        "psi": psi(bins.shares, actual) if values.size else None,
        "psi_critical_95": psi_critical(bins.rows, int(values.size), used),
        "bins": used,
        "reference_rows": bins.rows,
        "rows": int(values.size),
        "reference_missing_share": bins.shares[-1],
        "missing_share": float(np.isnan(values).mean()) if values.size else None,
    }


def _bin_rows(name: str, bins: FrozenBins, actual: tuple[float, ...]) -> list[Mapping[str, object]]:
    low: list[float | None] = [None, *bins.edges, None]
    high: list[float | None] = [*bins.edges, None, None]
    return [
        {
            "item": name,
            "bin_no": number,
            "low": low[number],
            "high": high[number],
            "is_missing": number == len(bins.edges) + 1,
            "reference_share": bins.shares[number],
            "share": actual[number],
        }
        for number in range(len(actual))
    ]
