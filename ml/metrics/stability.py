"""Whether a distribution moved: PSI over frozen bins, its critical value, Gini over time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml.arrays import Floats

SMALLEST_SHARE = 0.0001
Z_ONE_SIDED_95 = 1.645


@dataclass(frozen=True)
class FrozenBins:
    """Bins fixed on a reference sample: inner edges, one share a bin, the last bin is missing.

    Value v falls in bin k when edges[k-1] <= v < edges[k]. The missing bin always exists, also
    when the reference had nothing missing.
    """

    edges: tuple[float, ...]
    shares: tuple[float, ...]
    rows: int


def freeze(values: Floats, bins: int = 10) -> FrozenBins:
    """Quantile bins of the reference; few distinct values get a bin each."""
    known = values[~np.isnan(values)]
    distinct = np.unique(known)
    if distinct.size <= bins:
        edges = distinct[1:]
    else:
        steps = np.arange(1, bins) / bins
        edges = np.unique(np.quantile(known, steps, method="inverted_cdf"))
        edges = edges[edges > distinct[0]]
    edge_values = tuple(float(edge) for edge in edges)
    return FrozenBins(edge_values, _shares(values, edge_values), int(values.size))


def shares(values: Floats, bins: FrozenBins) -> tuple[float, ...]:
    """Share of rows in each frozen bin, the missing bin last; sums to 1."""
    return _shares(values, bins.edges)


def _shares(values: Floats, edges: tuple[float, ...]) -> tuple[float, ...]:
    if not values.size:
        return (0.0,) * (len(edges) + 2)
    is_missing = np.isnan(values)
    places = np.searchsorted(np.asarray(edges, dtype=np.float64), values, side="right")
    places = np.where(is_missing, len(edges) + 1, places)
    counts = np.bincount(places, minlength=len(edges) + 2)
    return tuple(float(count) / values.size for count in counts)


def psi(expected: Sequence[float], actual: Sequence[float]) -> float:
    """Sum of (a - e) ln(a / e), shares floored at 0.0001; a bin empty on both sides adds nothing.

    >>> round(psi([.1, .2, .4, .2, .1], [.08, .17, .38, .24, .13]), 6)
    0.025528
    """
    reference = np.maximum(np.asarray(expected, dtype=np.float64), SMALLEST_SHARE)
    current = np.maximum(np.asarray(actual, dtype=np.float64), SMALLEST_SHARE)
    return float(np.sum((current - reference) * np.log(current / reference)))


def psi_critical(reference_rows: int, current_rows: int, bins: int) -> float | None:
    """95% value of PSI under no change: (1/N + 1/M) (B-1 + 1.645 sqrt(2 (B-1))).

    >>> round(psi_critical(50_000, 5_000, 10), 4)
    0.0035
    """
    if min(reference_rows, current_rows) < 1 or bins < 2:
        return None
    degrees = bins - 1
    spread = Z_ONE_SIDED_95 * math.sqrt(2.0 * degrees)
    return (1.0 / reference_rows + 1.0 / current_rows) * (degrees + spread)


def points_shift(
    expected: Sequence[float], actual: Sequence[float], points: Sequence[float]
) -> float:
    """CSI of a points scorecard: sum of (a - e) x points; positive when points rose."""
    rows = zip(expected, actual, points, strict=True)
    return sum((current - reference) * worth for reference, current, worth in rows)


def gini_stability(ginis: Sequence[float]) -> float | None:
    """Mean + 88 min(0, slope) - 0.5 sd of residuals of a Gini series in time order.

    The Home Credit 2024 contest's figure, to be read beside the plain Gini; needs three periods.
    """
    if len(ginis) < 3:
        return None
    series = np.asarray(ginis, dtype=np.float64)
    time = np.arange(series.size, dtype=np.float64)
    centred = time - time.mean()
    slope = float(np.sum(centred * (series - series.mean())) / np.sum(centred * centred))
    residuals = series - series.mean() - slope * centred
    return float(series.mean() + 88.0 * min(0.0, slope) - 0.5 * residuals.std())
