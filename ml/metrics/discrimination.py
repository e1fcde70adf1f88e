"""How well a score tells bads from goods: AUC, Gini, KS, precision-recall area, intervals.

Every function takes `is_bad` (bool, one entry a row) and `risk` (float64, higher = riskier) and
answers None where only one class is present: a rank between classes needs two of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ml.arrays import Flags, Floats, Ints

Z_95 = 1.959963984540054


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95% interval."""

    value: float
    low: float
    high: float

    def scaled(self, factor: float, shift: float) -> Estimate:
        """The estimate of factor x figure + shift; the factor is above zero."""
        return Estimate(*(factor * end + shift for end in (self.value, self.low, self.high)))


def has_both_classes(is_bad: Flags) -> bool:
    """Whether at least one bad and one good are present."""
    return bool(is_bad.any()) and not bool(is_bad.all())


def auc(is_bad: Flags, risk: Floats) -> float | None:
    """Share of (bad, good) pairs in which the bad has the higher risk; ties count half."""
    if not has_both_classes(is_bad):
        return None
    bads = int(is_bad.sum())
    goods = is_bad.size - bads
    rank_sum = float(_midranks(risk)[is_bad].sum())
    return (rank_sum - bads * (bads + 1) / 2.0) / (bads * goods)


def gini(is_bad: Flags, risk: Floats) -> float | None:
    """2 AUC - 1."""
    area = auc(is_bad, risk)
    return None if area is None else 2.0 * area - 1.0


def ks(is_bad: Flags, risk: Floats) -> float | None:
    """Largest gap between the cumulative shares of bads and of goods over all cut-offs."""
    if not has_both_classes(is_bad):
        return None
    bad_share, good_share, _ = cumulative_shares(is_bad, risk)
    return float(np.max(np.abs(bad_share - good_share)))


def pr_auc(is_bad: Flags, risk: Floats) -> float | None:
    """Average precision: precision at each distinct cut-off, weighted by the recall it adds."""
    if not has_both_classes(is_bad):
        return None
    bad_share, good_share, _ = cumulative_shares(is_bad, risk)
    bads = bad_share * is_bad.sum()
    goods = good_share * (~is_bad).sum()
    precision = bads / (bads + goods)
    return float(np.sum(np.diff(bad_share, prepend=0.0) * precision))


def cumulative_shares(is_bad: Flags, risk: Floats) -> tuple[Floats, Floats, Floats]:
    """Shares of bads and of goods at or above each distinct risk, riskiest first, and that risk."""
    order = np.argsort(-risk, kind="stable")
    ranked_risk = risk[order]
    last_of_tie = np.append(ranked_risk[1:] != ranked_risk[:-1], True)
    bads = np.cumsum(is_bad[order])[last_of_tie]
    rows = np.flatnonzero(last_of_tie) + 1
    goods = rows - bads
    return bads / bads[-1], goods / goods[-1], ranked_risk[last_of_tie]


def auc_interval(is_bad: Flags, risk: Floats, cluster: Ints | None = None) -> Estimate | None:
    """AUC with the DeLong interval; rows of one cluster (a borrower) count as dependent.

    With clusters this is Obuchowski's extension (Biometrics 1997); with none, DeLong's own.
    """
    area = auc(is_bad, risk)
    if area is None:
        return None
    standard_error = math.sqrt(_clustered_variance(is_bad, _placements(is_bad, risk), cluster))
    spread = Z_95 * standard_error
    return Estimate(area, max(0.0, area - spread), min(1.0, area + spread))


def auc_difference(
    is_bad: Flags, risk: Floats, other_risk: Floats, cluster: Ints | None = None
) -> Estimate | None:
    """AUC of `risk` minus AUC of `other_risk` on the same rows, with the paired interval."""
    first, second = auc(is_bad, risk), auc(is_bad, other_risk)
    if first is None or second is None:
        return None
    placements = _placements(is_bad, risk) - _placements(is_bad, other_risk)
    spread = Z_95 * math.sqrt(_clustered_variance(is_bad, placements, cluster))
    return Estimate(first - second, first - second - spread, first - second + spread)


def _placements(is_bad: Flags, risk: Floats) -> Floats:
    """For a bad, the share of goods below it; for a good, the share of bads above it."""
    bads = int(is_bad.sum())
    goods = is_bad.size - bads
    overall = _midranks(risk)
    placements = np.empty(is_bad.size, dtype=np.float64)
    placements[is_bad] = (overall[is_bad] - _midranks(risk[is_bad])) / goods
    placements[~is_bad] = 1.0 - (overall[~is_bad] - _midranks(risk[~is_bad])) / bads
    return placements


def _clustered_variance(is_bad: Flags, placements: Floats, cluster: Ints | None) -> float:
    bads = int(is_bad.sum())
    goods = is_bad.size - bads
    groups = (
        np.arange(is_bad.size) if cluster is None else np.unique(cluster, return_inverse=True)[1]
    )
    bad_part = _group_deviations(groups, placements, is_bad)
    good_part = _group_deviations(groups, placements, ~is_bad)
    variance = (
        _inflated_sum(bad_part * bad_part, groups, is_bad) / bads**2
        + _inflated_sum(good_part * good_part, groups, ~is_bad) / goods**2
        + 2.0 * float(np.sum(bad_part * good_part)) / (bads * goods)
    )
    return max(0.0, variance)


def _group_deviations(groups: Ints, placements: Floats, members: Flags) -> Floats:
    centred = np.where(members, placements - placements[members].mean(), 0.0)
    return np.asarray(np.bincount(groups, weights=centred), dtype=np.float64)


def _inflated_sum(squares: Floats, groups: Ints, members: Flags) -> float:
    """Sum over clusters with the small-sample factor I / (I - 1)."""
    count = int(np.unique(groups[members]).size)
    return float(np.sum(squares)) * count / max(1, count - 1)


def _midranks(values: Floats) -> Floats:
    """Ranks from 1, ties sharing their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last_rank = np.cumsum(counts)
    return np.asarray((last_rank - (counts - 1) / 2.0)[inverse], dtype=np.float64)
