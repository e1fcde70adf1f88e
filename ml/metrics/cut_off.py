"""What a cut-off does: its cheapest place, its cost, precision, recall and F-scores above it."""

from __future__ import annotations

from dataclasses import dataclass

from ml.arrays import Flags, Floats


@dataclass(frozen=True)
class Costs:
    """What a good that is turned down costs, and a bad that is let through; in one currency."""

    false_alarm: float
    missed_bad: float

    @property
    def cut_off(self) -> float:
        """The cheapest cut-off on a calibrated PD."""
        return cost_optimal_cut_off(self.false_alarm, self.missed_bad)

    def a_row(self, is_bad: Flags, pd: Floats, cut_off: float) -> float | None:
        """Mean cost a row when everything at or above the cut-off is turned down; None for none.

        >>> import numpy as np
        >>> Costs(10.0, 100.0).a_row(np.array([True, False]), np.array([0.05, 0.2]), 0.1)
        55.0
        """
        if not is_bad.size:
            return None
        flagged = pd >= cut_off
        alarms, missed = int((flagged & ~is_bad).sum()), int((~flagged & is_bad).sum())
        return (self.false_alarm * alarms + self.missed_bad * missed) / is_bad.size


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
