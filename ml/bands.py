"""Risk bands: named ranges of the calibrated PD, each with what it means for an application."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from ml.arrays import Floats, Objects

Decision = Literal["approve", "refer", "decline"]


@dataclass(frozen=True)
class Band:
    """Holds the PDs under `pd_below` that no earlier band holds; the last bound is over 1."""

    code: str
    pd_below: float
    decision: Decision


DEFAULT_BANDS = (
    Band("A", 0.01, "approve"),
    Band("B", 0.02, "approve"),
    Band("C", 0.05, "approve"),
    Band("D", 1.0 / 11.0, "refer"),
    Band("E", 0.20, "decline"),
    Band("F", 1.01, "decline"),
)


def checked(bands: Sequence[Band]) -> tuple[Band, ...]:
    """The bands when they rise and reach over 1; ValueError otherwise."""
    if not bands or bands[-1].pd_below <= 1.0:
        raise ValueError("risk bands: the last band must have pd_below over 1, to hold every PD")
    if any(later.pd_below <= earlier.pd_below for earlier, later in pairwise(bands)):
        raise ValueError("risk bands: pd_below must rise from band to band")
    return tuple(bands)


def band_index(pd: Floats, bands: Sequence[Band]) -> Objects:
    """Position of the band of each PD; a PD equal to a bound belongs to the riskier band."""
    upper = np.asarray([band.pd_below for band in checked(bands)], dtype=np.float64)
    return np.searchsorted(upper, pd, side="right")


def band_codes(pd: Floats, bands: Sequence[Band]) -> Objects:
    """Code of the band of each PD."""
    return np.asarray([band.code for band in bands], dtype=object)[band_index(pd, bands)]
