"""The features as the catalogue in the dbt project describes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ml.features import FeatureSpec

_CATALOGUE = "model.loanbook.mart_loan_features"


def feature_specs(manifest: Mapping[str, Any]) -> tuple[FeatureSpec, ...]:
    """What a model needs to know of every feature, in the order of the catalogue's numbers."""
    metas = [
        (name, column.get("config", {}).get("meta") or column.get("meta") or {})
        for name, column in manifest["nodes"][_CATALOGUE]["columns"].items()
    ]
    features = [(name, meta) for name, meta in metas if "number" in meta]
    return tuple(_spec(name, meta) for name, meta in sorted(features, key=lambda f: f[1]["number"]))


def _spec(name: str, meta: Mapping[str, Any]) -> FeatureSpec:
    from ml.features import FeatureSpec

    return FeatureSpec(
        name=name,
        dtype=meta["dtype"],
        available=meta["available"],
        monotone=int(meta["monotone"]),
        reason_text=meta["reason_text"] or "",
        reason_group=meta["reason_group"] or "",
        is_internal=bool(meta["is_internal"]),
        is_sensitive=bool(meta["is_sensitive"]),
        categories=tuple(meta.get("categories", ())),
    )
