"""What the trials of a candidate and the candidates compete on; higher is always better."""

from __future__ import annotations

from collections.abc import Callable

from ml import metrics
from ml.arrays import Flags, Floats
from ml.metrics import Costs

Objective = Callable[[Flags, Floats, Costs], float]


def objective_named(name: str) -> Objective:
    """One of `OBJECTIVES`; ValueError names them otherwise.

    An objective takes labels, calibrated PDs and the costs that set the cut-off.
    """
    if name not in OBJECTIVES:
        raise ValueError(
            f"unknown objective {name!r}: choose one of {', '.join(sorted(OBJECTIVES))}"
        )
    return OBJECTIVES[name]


def composite(is_bad: Flags, pd: Floats, costs: Costs) -> float:
    """0.4 AUC + 0.3 PR-AUC + 0.2 F1 + 0.05 recall + 0.05 precision."""
    at = metrics.at_cut_off(is_bad, pd, costs.cut_off)
    parts = (
        (0.4, metrics.auc(is_bad, pd)),
        (0.3, metrics.pr_auc(is_bad, pd)),
        (0.2, at.f1),
        (0.05, at.recall),
        (0.05, at.precision),
    )
    return sum(weight * (value or 0.0) for weight, value in parts)


OBJECTIVES: dict[str, Objective] = {
    "auc": lambda is_bad, pd, _: metrics.auc(is_bad, pd) or 0.0,
    "ks": lambda is_bad, pd, _: metrics.ks(is_bad, pd) or 0.0,
    "pr_auc": lambda is_bad, pd, _: metrics.pr_auc(is_bad, pd) or 0.0,
    "log_loss": lambda is_bad, pd, _: -(metrics.log_loss(is_bad, pd) or 0.0),
    "brier": lambda is_bad, pd, _: -(metrics.brier(is_bad, pd) or 0.0),
    "f2": lambda is_bad, pd, costs: metrics.at_cut_off(is_bad, pd, costs.cut_off).f2 or 0.0,
    "business_cost": lambda is_bad, pd, costs: -(costs.a_row(is_bad, pd, costs.cut_off) or 0.0),
    "composite": composite,
}
