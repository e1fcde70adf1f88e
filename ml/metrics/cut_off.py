"""What a cut-off does: its cheapest place, precision, recall and F-scores above it."""

from __future__ import annotations

from dataclasses import dataclass

from ml.arrays import Flags, Floats


@dataclass(frozen=True)
class CutOffResult:
    """Figures of one cut-off: a row is flagged when its PD is at or above it."""

    flagged_share: float
    precision: float | None
    recall: float | None
    f1: float | None
    f2: float | None


def cost_optimal_cut_off(cost_false_alarm: float, cost_missed_bad: float) -> float:
    """C_fp / (C_fp + C_fn), the cheapest cut-off on a calibrated PD.

    >>> round(cost_optimal_cut_off(10_000, 100_000), 4)
    0.0909
    """
    return cost_false_alarm / (cost_false_alarm + cost_missed_bad)


def f_beta(precision: float | None, recall: float | None, beta: float) -> float | None:
    """(1 + b^2) P R / (b^2 P + R); None where either is unknown, 0 where both are 0.

    >>> round(f_beta(0.552, 0.654, 2.0), 4)
    0.6307
    """
    if precision is None or recall is None:
        return None
    weight = beta * beta
    below = weight * precision + recall
    return (1.0 + weight) * precision * recall / below if below > 0 else 0.0


def at_cut_off(is_bad: Flags, pd: Floats, cut_off: float) -> CutOffResult:
    """Precision is None when nothing is flagged, recall is None when there is no bad."""
    flagged = pd >= cut_off
    caught, alarms, bads = int((flagged & is_bad).sum()), int(flagged.sum()), int(is_bad.sum())
    precision = caught / alarms if alarms else None
    recall = caught / bads if bads else None
    return CutOffResult(
        flagged_share=alarms / is_bad.size if is_bad.size else 0.0,
        precision=precision,
        recall=recall,
        f1=f_beta(precision, recall, 1.0),
        f2=f_beta(precision, recall, 2.0),
    )
