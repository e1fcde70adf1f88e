"""A scorecard as the table that people read: a row an attribute, with its points."""

from __future__ import annotations

from typing import Any

from ml.characteristics import Characteristic
from ml.features import FeatureSpec
from ml.scorecard import ScorecardModel

START = "(start)"


def points_rows(candidate: str, model: ScorecardModel) -> list[dict[str, Any]]:
    """The start, then every attribute of every characteristic, in the order of the features."""
    start = {"candidate": candidate, "feature": START, "attribute_no": 1, "attribute": "every loan"}
    rows = [start | {"points": model.start}]
    for _, spec, own in model.on_the_card:
        rows += [
            {"candidate": candidate, "feature": spec.name, "attribute_no": place + 1}
            | _named(spec, own, place)
            | _counted(own, place)
            for place in range(len(own.points))
        ]
    return rows


def _named(spec: FeatureSpec, own: Characteristic, place: int) -> dict[str, Any]:
    if own.code_places is not None:
        codes = [
            code
            for code, other in zip(spec.categories, own.code_places, strict=False)
            if other == place
        ]
        is_last = place == len(own.points) - 1
        return {"attribute": "missing, unseen or rare" if is_last else ", ".join(codes)}
    if place == len(own.edges) + 1:
        return {"attribute": "missing"}
    ends = [None, *own.edges, None]
    low, high = ends[place], ends[place + 1]
    if low is None and high is None:
        return {"attribute": "any number", "low": low, "high": high}
    if low is None:
        return {"attribute": f"under {high:.15g}", "low": low, "high": high}
    above = f"{low:.15g} and more" if high is None else f"{low:.15g} to under {high:.15g}"
    return {"attribute": above, "low": low, "high": high}


def _counted(own: Characteristic, place: int) -> dict[str, Any]:
    rows, bads = own.rows[place], own.bads[place]
    return {
        "rows": rows,
        "bads": bads,
        "bad_rate": bads / rows if rows else None,
        "weight_of_evidence": own.woe[place],
        "information_value": own.information_value,
        "points": own.points[place],
    }
