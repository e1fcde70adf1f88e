"""Probability and log-odds, and the one clamp that keeps both finite."""

from __future__ import annotations

import numpy as np

from ml.arrays import Floats

SMALLEST_PD = 1e-6


def clamp(pd: Floats) -> Floats:
    """Keep probabilities inside [1e-6, 1 - 1e-6], so that their log-odds are finite."""
    return np.clip(pd, SMALLEST_PD, 1.0 - SMALLEST_PD)


def log_odds(pd: Floats) -> Floats:
    """ln(PD / (1 - PD)) of the clamped probability.

    >>> float(log_odds(np.array([0.5]))[0])
    0.0
    """
    clamped = clamp(pd)
    return np.asarray(np.log(clamped / (1.0 - clamped)), dtype=np.float64)


def probability(margin: Floats) -> Floats:
    """1 / (1 + e^-margin), without overflow on either side, row by row the same in any batch."""
    from scipy.special import expit

    return np.asarray(expit(margin), dtype=np.float64)
