"""Intervals from what each row does to a figure, rows of one borrower taken together.

A figure's influence of a row is its derivative by the row's weight; the variance is the sum over
borrowers of the squared sums of their rows (the infinitesimal jackknife, clustered). No draws, so
no seed, and a sort is all that it costs.
"""

from __future__ import annotations

import math

import numpy as np

from ml.arrays import Flags, Floats, Ints
from ml.metrics.accuracy import brier, observed_expected
from ml.metrics.discrimination import (
    Z_95,
    Estimate,
    cumulative_shares,
    has_both_classes,
    ks,
    pr_auc,
)


def clustered_interval(value: float, influence: Floats, cluster: Ints) -> Estimate:
    """The figure with its 95% interval, from the influence of every row."""
    _, codes = np.unique(cluster, return_inverse=True)
    sums = np.bincount(codes, weights=influence)
    variance = float(np.sum(sums * sums)) * sums.size / max(1, sums.size - 1)
    spread = Z_95 * math.sqrt(variance)
    return Estimate(value, value - spread, value + spread)


def within(estimate: Estimate, low: float, high: float) -> Estimate:
    """The interval cut to where the figure can be."""
    return Estimate(estimate.value, max(low, estimate.low), min(high, estimate.high))


def ks_interval(is_bad: Flags, risk: Floats, cluster: Ints) -> Estimate | None:
    """KS with its interval at the cut-off where it is reached; None with one class only."""
    value = ks(is_bad, risk)
    if value is None:
        return None
    bad_share, good_share, risks = cumulative_shares(is_bad, risk)
    widest = int(np.argmax(np.abs(bad_share - good_share)))
    sign = 1.0 if bad_share[widest] >= good_share[widest] else -1.0
    is_above = risk >= risks[widest]
    bads = int(is_bad.sum())
    influence = np.where(
        is_bad,
        (is_above - bad_share[widest]) / bads,
        -(is_above - good_share[widest]) / (is_bad.size - bads),
    )
    return within(clustered_interval(value, sign * influence, cluster), 0.0, 1.0)


def pr_auc_interval(is_bad: Flags, risk: Floats, cluster: Ints) -> Estimate | None:
    """Average precision with its interval; None with one class only.

    With T and N the bads and rows at or above a row's risk, average precision is the mean of T / N
    over bads. A bad more adds its own T / N and lifts T and N of all bads at or below it, a good
    more lifts only their N.
    """
    value = pr_auc(is_bad, risk)
    if value is None:
        return None
    _, place, counts = np.unique(-risk, return_inverse=True, return_counts=True)
    bads_at = np.bincount(place, weights=is_bad, minlength=counts.size)
    caught, rows = np.cumsum(bads_at), np.cumsum(counts)
    # over distinct risks from the riskiest: what all bads at or below lose and gain by one row more
    by_bad = np.cumsum((bads_at * (rows - caught) / rows**2)[::-1])[::-1]
    by_good = np.cumsum((bads_at * caught / rows**2)[::-1])[::-1]
    influence = np.where(is_bad, (caught / rows)[place] - value + by_bad[place], -by_good[place])
    return within(clustered_interval(value, influence / is_bad.sum(), cluster), 0.0, 1.0)


def observed_expected_interval(is_bad: Flags, pd: Floats, cluster: Ints) -> Estimate | None:
    """Sum of outcomes over sum of PDs, with its interval; None when nothing was expected."""
    ratio = observed_expected(is_bad, pd)
    if ratio is None:
        return None
    estimate = clustered_interval(ratio, (is_bad - ratio * pd) / pd.sum(), cluster)
    return within(estimate, 0.0, math.inf)


def brier_interval(is_bad: Flags, pd: Floats, cluster: Ints) -> Estimate | None:
    """Mean of (PD - y)^2 with its interval; None without rows or with one class only."""
    value = brier(is_bad, pd)
    if value is None or not has_both_classes(is_bad):
        return None
    return within(
        clustered_interval(value, ((pd - is_bad) ** 2 - value) / is_bad.size, cluster), 0.0, 1.0
    )
