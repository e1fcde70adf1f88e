"""From raw margin to calibrated log-odds: Platt or isotonic, fitted on rows that did neither job.

Neither job: they did not train the model that gave their margins, and did not pick it. Both forms
rise strictly, so calibration never changes the order of two loans, nor a direction of risk.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from ml.arrays import Flags, Floats, Ints
from ml.log_odds import log_odds, probability
from ml.metrics import brier

Method = Literal["platt", "isotonic"]
MOST_BINS = 40
LEAST_ROWS_A_BIN = 50
LEAST_SLOPE = 1e-3


class NotCalibratableError(ValueError):
    """The margins do not rise with the bad rate, or only one class is present."""


@dataclass(frozen=True)
class Calibrator:
    """Rising line through knots (margin, calibrated log-odds), with its slope beyond the ends.

    Platt is two knots on one line; isotonic has one knot a block and slope 1 outside.
    """

    method: Method
    margins: tuple[float, ...]
    calibrated: tuple[float, ...]
    outer_slope: float

    def log_odds(self, margin: Floats) -> Floats:
        """Calibrated log-odds of each margin."""
        knots, heights = np.asarray(self.margins), np.asarray(self.calibrated)
        slopes = np.concatenate(
            ([self.outer_slope], np.diff(heights) / np.diff(knots), [self.outer_slope])
        )
        place = np.searchsorted(knots, margin, side="right")
        anchor = np.maximum(place - 1, 0)
        calibrated = heights[anchor] + slopes[place] * (margin - knots[anchor])
        return np.asarray(calibrated, dtype=np.float64)

    def pd(self, margin: Floats) -> Floats:
        """Calibrated probability of each margin."""
        return probability(self.log_odds(margin))

    def to_json(self) -> dict[str, Any]:
        """Plain values for a JSON file."""
        return {
            "method": self.method,
            "margins": list(self.margins),
            "calibrated": list(self.calibrated),
            "outer_slope": self.outer_slope,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Calibrator:
        """The inverse of `to_json`."""
        return cls(
            values["method"],
            tuple(values["margins"]),
            tuple(values["calibrated"]),
            values["outer_slope"],
        )


def choose(
    margin: Floats, is_bad: Flags, fold: Ints, least_isotonic_bads: int
) -> tuple[Calibrator, dict[Method, float]]:
    """The method with the lower Brier on folds that it was not fitted on, then fitted on all rows.

    Isotonic competes only with enough bads. Returns the calibrator and the Brier of each method.
    """
    methods: list[Method] = ["platt"]
    if int(is_bad.sum()) >= least_isotonic_bads:
        methods.append("isotonic")
    scores = {method: _cross_fitted_brier(method, margin, is_bad, fold) for method in methods}
    best = min(methods, key=lambda method: scores[method])
    return fit(best, margin, is_bad), scores


def fit(method: Method, margin: Floats, is_bad: Flags) -> Calibrator:
    """Fit one method; raises NotCalibratableError when there is nothing to fit."""
    if not is_bad.any() or is_bad.all():
        raise NotCalibratableError("calibration rows hold one class only")
    return _platt(margin, is_bad) if method == "platt" else _isotonic(margin, is_bad)


def _cross_fitted_brier(method: Method, margin: Floats, is_bad: Flags, fold: Ints) -> float:
    pd = np.empty(margin.size)
    for number in np.unique(fold):
        held = fold == number
        try:
            pd[held] = fit(method, margin[~held], is_bad[~held]).pd(margin[held])
        except NotCalibratableError:
            return math.inf
    return brier(is_bad, pd) or 0.0


def _platt(margin: Floats, is_bad: Flags) -> Calibrator:
    """Logistic regression on the margin with Platt's smoothed targets, by Newton's steps."""
    bads = int(is_bad.sum())
    goods = is_bad.size - bads
    target = np.where(is_bad, (bads + 1.0) / (bads + 2.0), 1.0 / (goods + 2.0))
    centre, spread = float(margin.mean()), float(margin.std())
    if spread <= 0:
        raise NotCalibratableError("the margin is the same for every calibration row")
    scaled = (margin - centre) / spread
    slope, intercept = 1.0, float(log_odds(np.asarray([is_bad.mean()]))[0])
    for _ in range(50):
        fitted = probability(intercept + slope * scaled)
        weight = fitted * (1.0 - fitted) + 1e-12
        gradient = np.asarray([np.sum(target - fitted), np.sum((target - fitted) * scaled)])
        cross = float(np.sum(weight * scaled))
        hessian = np.asarray(
            [[np.sum(weight), cross], [cross, np.sum(weight * scaled * scaled)]]
        ) + 1e-9 * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        intercept, slope = intercept + float(step[0]), slope + float(step[1])
        if float(np.max(np.abs(step))) < 1e-12:
            break
    if not slope / spread > LEAST_SLOPE:
        raise NotCalibratableError("bad rates do not rise with the margin")
    ends = (centre - spread, centre + spread)
    return Calibrator("platt", ends, (intercept - slope, intercept + slope), slope / spread)


def _isotonic(margin: Floats, is_bad: Flags) -> Calibrator:
    """Centred isotonic regression on quantile bins: pooled blocks meet at their mean margin."""
    order = np.argsort(margin, kind="stable")
    bins = max(2, min(MOST_BINS, margin.size // LEAST_ROWS_A_BIN))
    base_rate = float(is_bad.mean())
    blocks: list[tuple[float, float, float]] = []  # rows, mean margin, smoothed bad rate
    for part in np.array_split(order, bins):
        rate = (float(is_bad[part].sum()) + base_rate) / (part.size + 1.0)
        blocks.append((float(part.size), float(margin[part].mean()), rate))
        while len(blocks) > 1 and blocks[-1][2] <= blocks[-2][2]:
            blocks.append(_pooled(blocks.pop(-2), blocks.pop()))
    knots = _distinct(blocks)
    if len(knots) < 2:
        raise NotCalibratableError("bad rates do not rise with the margin")
    heights = log_odds(np.asarray([rate for _, _, rate in knots]))
    return Calibrator(
        "isotonic",
        tuple(centre for _, centre, _ in knots),
        tuple(float(height) for height in heights),
        1.0,
    )


def _pooled(
    first: tuple[float, float, float], second: tuple[float, float, float]
) -> tuple[float, float, float]:
    rows = first[0] + second[0]
    centre = (first[0] * first[1] + second[0] * second[1]) / rows
    rate = (first[0] * first[2] + second[0] * second[2]) / rows
    return rows, centre, rate


def _distinct(blocks: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Pool blocks whose mean margins coincide: two heights cannot stand over one margin."""
    knots: list[tuple[float, float, float]] = []
    for block in blocks:
        if knots and block[1] - knots[-1][1] <= 1e-9:
            knots.append(_pooled(knots.pop(), block))
        else:
            knots.append(block)
    return knots
