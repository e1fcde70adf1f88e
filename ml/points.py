"""PD to score and back: factor = PDO / ln 2, offset = base score - factor x ln(base odds)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ml.arrays import Floats, Ints
from ml.log_odds import log_odds, probability


@dataclass(frozen=True)
class Scale:
    """A score scale: `base_score` points at `base_odds` good:bad, `pdo` points double the odds."""

    name: str
    base_score: float
    base_odds: float
    pdo: float
    lowest: int
    highest: int

    @property
    def factor(self) -> float:
        """Points for one unit of log-odds."""
        return self.pdo / math.log(2.0)

    @property
    def offset(self) -> float:
        """Points at even odds."""
        return self.base_score - self.factor * math.log(self.base_odds)


PRESETS = {
    scale.name: scale
    for scale in (
        Scale("a_300_850", 600.0, 50.0, 20.0, 300, 850),
        Scale("b_300_900", 660.0, 15.0, 40.0, 300, 900),
        Scale("b_300_850", 660.0, 15.0, 40.0, 300, 850),
    )
}


def scale_named(name: str) -> Scale:
    """One of the presets; ValueError names them when there is no such scale."""
    if name not in PRESETS:
        raise ValueError(
            f"unknown score scale {name!r}: choose one of {', '.join(sorted(PRESETS))}"
        )
    return PRESETS[name]


def unclipped_score(pd: Floats, scale: Scale) -> Floats:
    """offset + factor x ln((1 - PD) / PD); higher is safer."""
    return np.asarray(scale.offset - scale.factor * log_odds(pd), dtype=np.float64)


def clipped_score(unclipped: Floats, scale: Scale) -> Ints:
    """Rounded half-up, then clipped to the scale."""
    return np.clip(np.floor(unclipped + 0.5), scale.lowest, scale.highest).astype(np.int64)


def pd_at_score(score: Floats, scale: Scale) -> Floats:
    """1 / (1 + e^((score - offset) / factor)), the inverse of `unclipped_score`."""
    return probability(-(np.asarray(score, dtype=np.float64) - scale.offset) / scale.factor)
