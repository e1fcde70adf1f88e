"""Proof by sweep that a model moves with the catalogue's direction of risk."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ml.features import EVERY_FEATURE, FeatureMatrix, FeatureSpec
from ml.models import Model

SWEPT_ROWS = 100
SWEPT_VALUES = 12
LEAST_FALL = 1e-9


def violations(model: Model, matrix: FeatureMatrix, lifted: Sequence[str] = ()) -> tuple[str, ...]:
    """Features along which the margin somewhere moves against their direction.

    Evenly spaced rows of `matrix` are taken; each constrained feature is swept over its own
    quantiles while all others stand still. Lifted features are not asked.
    """
    known = set(lifted)
    held = [
        position
        for position, spec in enumerate(matrix.specs)
        if spec.monotone and not known & {spec.name, EVERY_FEATURE}
    ]
    return tuple(
        matrix.specs[position].name for position in held if _falls(model, matrix, position)
    )


def _falls(model: Model, matrix: FeatureMatrix, position: int) -> bool:
    column = matrix.values[:, position]
    known = column[~np.isnan(column)]
    if not known.size or not matrix.rows:
        return False
    steps = np.linspace(0.0, 1.0, SWEPT_VALUES)
    grid = np.unique(np.quantile(known, steps, method="inverted_cdf"))
    spaced = np.unique(np.linspace(0, matrix.rows - 1, SWEPT_ROWS).astype(np.int64))
    swept = np.repeat(matrix.values[spaced], grid.size, axis=0)
    swept[:, position] = np.tile(grid, spaced.size)
    margins = model.margin(FeatureMatrix(matrix.specs, swept)).reshape(spaced.size, grid.size)
    spec: FeatureSpec = matrix.specs[position]
    return bool((np.diff(margins, axis=1) * spec.monotone < -LEAST_FALL).any())
