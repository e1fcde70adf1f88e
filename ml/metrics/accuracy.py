"""How true the level of the PDs is: Brier, log loss, Hosmer-Lemeshow, Wilson, observed/expected."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ml.arrays import Flags, Floats
from ml.log_odds import clamp
from ml.metrics.discrimination import Z_95


@dataclass(frozen=True)
class ChiSquare:
    """A chi-square statistic, its degrees of freedom and the chance of a larger one."""

    statistic: float
    degrees: int
    p_value: float


@dataclass(frozen=True)
class ReliabilityBin:
    """One PD-quantile bin: rows, bads, mean PD, bad rate and its Wilson interval."""

    rows: int
    bads: int
    mean_pd: float
    bad_rate: float
    low: float
    high: float


def brier(is_bad: Flags, pd: Floats) -> float | None:
    """Mean of (PD - y)^2; None without rows."""
    return float(np.mean((pd - is_bad) ** 2)) if is_bad.size else None


def log_loss(is_bad: Flags, pd: Floats) -> float | None:
    """Mean of -ln of the probability given to what happened; None without rows."""
    if not is_bad.size:
        return None
    clamped = clamp(pd)
    return float(-np.mean(np.where(is_bad, np.log(clamped), np.log(1.0 - clamped))))


def observed_expected(is_bad: Flags, pd: Floats) -> float | None:
    """Sum of outcomes over sum of PDs; None when nothing was expected."""
    expected = float(pd.sum())
    return float(is_bad.sum()) / expected if expected > 0 else None


def wilson(bads: int, rows: int) -> tuple[float, float] | None:
    """95% Wilson interval of a bad rate; None without rows."""
    if rows == 0:
        return None
    share, z_squared = bads / rows, Z_95 * Z_95
    centre = (share + z_squared / (2 * rows)) / (1 + z_squared / rows)
    spread = (Z_95 / (1 + z_squared / rows)) * math.sqrt(
        share * (1 - share) / rows + z_squared / (4 * rows * rows)
    )
    return max(0.0, centre - spread), min(1.0, centre + spread)


def grade_z(pd: float, rows: int, bads: int) -> float | None:
    """(d - n p) / sqrt(n p (1 - p)) of one grade; None where the PD leaves no variance."""
    variance = rows * pd * (1.0 - pd)
    return (bads - rows * pd) / math.sqrt(variance) if variance > 0 else None


def hosmer_lemeshow(
    pds: Sequence[float], rows: Sequence[int], bads: Sequence[int], *, in_sample: bool
) -> ChiSquare | None:
    """Sum of squared grade z over groups; g - 2 degrees in sample, g out of sample."""
    from scipy.special import chdtrc

    terms = [grade_z(*group) for group in zip(pds, rows, bads, strict=True)]
    known = [term for term in terms if term is not None]
    degrees = len(known) - 2 if in_sample else len(known)
    if degrees < 1:
        return None
    statistic = sum(term * term for term in known)
    return ChiSquare(statistic, degrees, float(chdtrc(degrees, statistic)))


def reliability(is_bad: Flags, pd: Floats, bins: int = 10) -> tuple[ReliabilityBin, ...]:
    """PD-quantile bins of near-equal size, lowest PD first; equal PDs stay in one bin."""
    if not is_bad.size:
        return ()
    order = np.argsort(pd, kind="stable")
    ranked = pd[order]
    cuts = np.searchsorted(ranked, ranked[np.arange(1, bins) * ranked.size // bins], side="left")
    edges = np.unique(np.concatenate(([0], cuts, [ranked.size])))
    return tuple(
        _reliability_bin(is_bad[order[start:stop]], ranked[start:stop])
        for start, stop in pairwise(edges)
    )


def _reliability_bin(is_bad: Flags, pd: Floats) -> ReliabilityBin:
    rows, bads = int(is_bad.size), int(is_bad.sum())
    low, high = wilson(bads, rows) or (0.0, 1.0)
    return ReliabilityBin(rows, bads, float(pd.mean()), bads / rows, low, high)
