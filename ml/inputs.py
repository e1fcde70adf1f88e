"""Which features a model may read, and why each other one stays out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from ml.arrays import Flags, Floats
from ml.features import FeatureMatrix, FeatureSpec
from ml.settings import TrainingSettings

LEAST_FILLED_SHARE = 0.5

SCHEMA = pa.schema([("feature", pa.string()), ("is_used", pa.bool_()), ("reason", pa.string())])


def allowed_specs(
    specs: Sequence[FeatureSpec], population: str, settings: TrainingSettings
) -> tuple[tuple[FeatureSpec, ...], dict[str, str]]:
    """Features that the population and the policy let in, and the reason for each other one."""
    reasons: dict[str, str] = {}
    for spec in specs:
        if population == "application" and spec.available != "A":
            reasons[spec.name] = "not known at application"
        elif spec.is_sensitive and not settings.use_sensitive:
            reasons[spec.name] = "sensitive: kept for monitoring only"
    return tuple(spec for spec in specs if spec.name not in reasons), reasons


def telling_features(
    matrix: FeatureMatrix, is_training: Flags, settings: TrainingSettings
) -> tuple[FeatureMatrix, dict[str, str]]:
    """Drop what says nothing in the training rows: never filled, constant, or too rarely filled."""
    reasons: dict[str, str] = {}
    for position, spec in enumerate(matrix.specs):
        reason = _silence(matrix.values[is_training, position], spec, settings)
        if reason:
            reasons[spec.name] = reason
    kept = [position for position, spec in enumerate(matrix.specs) if spec.name not in reasons]
    values = matrix.values.T.take(kept, axis=0).T
    return FeatureMatrix(tuple(matrix.specs[position] for position in kept), values), reasons


def _silence(values: Floats, spec: FeatureSpec, settings: TrainingSettings) -> str | None:
    filled = float((~np.isnan(values)).mean())
    if filled == 0.0:
        return "never filled in the training rows"
    if spec.name in settings.half_filled_features and filled < LEAST_FILLED_SHARE:
        return f"filled in {filled:.0%} of the training rows, under half"
    if filled == 1.0 and values.min() == values.max():
        return "the same for every training row"
    return None


def inputs_table(specs: Sequence[FeatureSpec], reasons: dict[str, str]) -> pa.Table:
    """One row a feature of the catalogue: whether it is used, and why not."""
    rows = [
        {
            "feature": spec.name,
            "is_used": spec.name not in reasons,
            "reason": reasons.get(spec.name),
        }
        for spec in specs
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)
