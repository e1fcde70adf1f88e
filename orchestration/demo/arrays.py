"""Names for the generator's arrays, and draws that depend on the seed alone."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NO_DAY = -(2**40)
"""A day that never comes: read as null when written."""


class Purpose(IntEnum):
    """What a stream of random numbers is for. Values are part of the book: never renumber."""

    AREAS = 1
    MACRO = 2
    ARRIVALS = 3
    BORROWERS = 4
    APPLICATIONS = 5
    BUREAU = 6
    LEDGER = 7
    RECORDING = 8
    DIRT = 9
    CUSTOMER_VERSIONS = 10
    REVIEWS = 11
    LOANS = 12
    RESETS = 13
    LOAN_VERSIONS = 14


def stream(seed: int, purpose: Purpose, part: int = 0) -> np.random.Generator:
    """A generator that depends on seed, purpose and part alone, so that threads cannot matter."""
    return np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence((seed, purpose, part))))


def pick(uniform: Floats, weights: Floats) -> Ints:
    """Index drawn by weight for each uniform number; `weights` is (options,) or (rows, options)."""
    cumulative = np.cumsum(weights, axis=-1)
    cumulative = cumulative / cumulative[..., -1:]
    if cumulative.ndim == 1:
        found = np.searchsorted(cumulative, uniform, side="right")
    else:
        found = (uniform[:, None] >= cumulative).sum(axis=1)
    chosen: Ints = np.minimum(found, weights.shape[-1] - 1).astype(np.int64)
    return chosen


def sigmoid(value: NDArray[Any]) -> NDArray[Any]:
    """1 / (1 + exp(-value)), in the precision of the input."""
    chance: NDArray[Any] = 1 / (1 + np.exp(-value))
    return chance


def round_half_up(value: Floats) -> Ints:
    """Nearest whole number, halves up, for values from 0 on."""
    return np.floor(value + 0.5).astype(np.int64)


def round_to(value: Floats, step: Floats | float) -> Floats:
    """Nearest multiple of `step`, halves up."""
    rounded: Floats = np.floor(value / step + 0.5) * step
    return rounded


def ranges(starts: Ints, lengths: Ints) -> Ints:
    """The concatenation of start, start + 1, ... of each length."""
    ends = np.cumsum(lengths)
    if len(ends) == 0:
        return np.empty(0, dtype=np.int64)
    positions: Ints = np.arange(ends[-1], dtype=np.int64)
    positions += np.repeat(starts - (ends - lengths), lengths)
    return positions
