"""Characteristics of a scorecard: a feature in a few attributes, each with its weight of evidence.

Weight of evidence is the attribute's log-odds of being bad against those of all rows, so more is
riskier. Missing is an attribute of its own, and so is "other" for the rare and the unseen codes of
a category; without a row in training theirs is 0, neither for nor against.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import numpy as np

from ml.arrays import Flags, Floats, Ints
from ml.features import FeatureSpec
from ml.log_odds import log_odds

FIRST_BINS = 20
LEAST_SHARE = 0.05
SMOOTHING_ROWS = 20.0
SIGNIFICANT_CHI_SQUARE = 3.84
MOST_DIGITS = 18


@dataclass(frozen=True)
class Characteristic:
    """A feature in attributes. The last attribute is missing, or other for a category.

    A number v has attribute k when edges[k-1] <= v < edges[k]; code c of a category has attribute
    `code_places[c]`. `rows`, `bads`, `woe` and `points` have an entry an attribute.
    """

    edges: tuple[float, ...]
    code_places: tuple[int, ...] | None
    rows: tuple[int, ...]
    bads: tuple[int, ...]
    woe: tuple[float, ...]
    points: tuple[int, ...] = ()

    def places(self, values: Floats) -> Ints:
        """The attribute of each value."""
        if self.code_places is not None:
            return np.asarray(self.code_places)[values.astype(np.int64)]
        places = np.searchsorted(np.asarray(self.edges), values, side="right")
        return np.where(np.isnan(values), len(self.edges) + 1, places)

    @property
    def information_value(self) -> float:
        """Sum over attributes of (share of bads - share of goods) x weight of evidence."""
        rows, bads = np.asarray(self.rows, np.float64), np.asarray(self.bads, np.float64)
        goods = rows - bads
        gap = bads / bads.sum() - goods / goods.sum()
        return float(np.sum(gap * np.asarray(self.woe)))

    @property
    def mean_points(self) -> float:
        """Mean over the rows that trained it."""
        rows = np.asarray(self.rows, np.float64)
        return float(np.sum(rows * np.asarray(self.points)) / rows.sum())


def characteristic(
    values: Floats, is_bad: Flags, spec: FeatureSpec, direction: int, most: int
) -> Characteristic:
    """Cut a feature into at most `most` attributes, missing or other not counted.

    With a direction the bad rates of a number's attributes run with it. Both classes must be
    present in `is_bad`.
    """
    base_rate = float(is_bad.mean())
    if spec.is_category:
        edges: tuple[float, ...] = ()
        code_places: tuple[int, ...] | None = _code_places(values, spec)
    else:
        edges, code_places = _edges(values, is_bad, direction, most), None
    unweighted = Characteristic(edges, code_places, (), (), ())
    places = unweighted.places(values)
    count = (max(code_places) if code_places is not None else len(edges) + 1) + 1
    rows = np.bincount(places, minlength=count)
    bads = np.bincount(places[is_bad], minlength=count)
    return Characteristic(
        edges,
        code_places,
        tuple(int(number) for number in rows),
        tuple(int(number) for number in bads),
        tuple(float(woe) for woe in weight_of_evidence(rows, bads, base_rate)),
    )


def weight_of_evidence(rows: Ints, bads: Ints, base_rate: float) -> Floats:
    """Log-odds of each bad rate, drawn to the overall one by twenty rows, against the overall."""
    smoothed = (bads + SMOOTHING_ROWS * base_rate) / (rows + SMOOTHING_ROWS)
    return np.asarray(log_odds(smoothed) - log_odds(np.asarray([base_rate]))[0])


def _code_places(values: Floats, spec: FeatureSpec) -> tuple[int, ...]:
    """Codes that hold a twentieth of the rows have an attribute each; the others share the last."""
    rows = np.bincount(values.astype(np.int64), minlength=spec.unknown_code + 1)
    is_frequent = rows >= LEAST_SHARE * values.size
    is_frequent[spec.unknown_code] = False
    other = int(is_frequent.sum())
    return tuple(int(place) for place in np.where(is_frequent, np.cumsum(is_frequent) - 1, other))


@dataclass(frozen=True)
class _Bin:
    first: int
    rows: float
    bads: float

    def rate(self, base_rate: float) -> float:
        return (self.bads + SMOOTHING_ROWS * base_rate) / (self.rows + SMOOTHING_ROWS)


def _edges(values: Floats, is_bad: Flags, direction: int, most: int) -> tuple[float, ...]:
    is_known = ~np.isnan(values)
    known, known_bad = values[is_known], is_bad[is_known]
    if not known.size:
        return ()
    cuts = _first_cuts(known)
    places = np.searchsorted(np.asarray(cuts), known, side="right")
    rows = np.bincount(places, minlength=len(cuts) + 1)
    bads = np.bincount(places[known_bad], minlength=len(cuts) + 1)
    bins = [
        _Bin(place, float(own_rows), float(own_bads))
        for place, (own_rows, own_bads) in enumerate(zip(rows, bads, strict=True))
    ]
    base_rate = float(is_bad.mean())
    while (weakest := _to_merge(bins, values.size, direction, most, base_rate)) is not None:
        left, right = bins[weakest], bins.pop(weakest + 1)
        bins[weakest] = _Bin(left.first, left.rows + right.rows, left.bads + right.bads)
    return tuple(cuts[one.first - 1] for one in bins[1:])


def _first_cuts(known: Floats) -> list[float]:
    """About twenty equal bins; each edge is the shortest decimal between the values it parts."""
    distinct = np.unique(known)
    steps = np.arange(1, FIRST_BINS) / FIRST_BINS
    uppers = (
        distinct[1:]
        if distinct.size <= FIRST_BINS
        else np.unique(np.quantile(known, steps, method="inverted_cdf"))
    )
    uppers = uppers[uppers > distinct[0]]
    lowers = distinct[np.searchsorted(distinct, uppers) - 1]
    return [
        short_between(float(low), float(high)) for low, high in zip(lowers, uppers, strict=True)
    ]


def short_between(low: float, high: float) -> float:
    """The decimal with the fewest digits in (low, high], for tables that people read.

    >>> short_between(690.0, 704.0), short_between(0.349, 0.3521), short_between(-3.0, -2.0)
    (700.0, 0.35, -2.0)
    """
    exact = Decimal(repr(high))
    for digits in range(-9, MOST_DIGITS):
        unit = Decimal(1).scaleb(-digits)
        rounded = float((exact / unit).to_integral_value("ROUND_FLOOR") * unit)
        if low < rounded <= high:
            return rounded
    return high


def _to_merge(
    bins: list[_Bin], all_rows: int, direction: int, most: int, base_rate: float
) -> int | None:
    """Position of the bin to merge with the next one; None when the bins are good."""
    if len(bins) < 2:
        return None
    rates = [one.rate(base_rate) for one in bins]
    gaps = [abs(later - earlier) for earlier, later in pairwise(rates)]
    for place, (earlier, later) in enumerate(pairwise(rates)):
        if direction and (later - earlier) * direction <= 0:
            return place
    small = min(range(len(bins)), key=lambda place: bins[place].rows)
    if bins[small].rows < LEAST_SHARE * all_rows:
        beside = [place for place in (small - 1, small) if 0 <= place < len(gaps)]
        return min(beside, key=lambda place: gaps[place])
    strengths = [_chi_square(earlier, later) for earlier, later in pairwise(bins)]
    weakest = min(range(len(strengths)), key=lambda place: strengths[place])
    is_too_many = len(bins) > most
    return weakest if is_too_many or strengths[weakest] < SIGNIFICANT_CHI_SQUARE else None


def _chi_square(first: _Bin, second: _Bin) -> float:
    """Of the two bad rates being the same."""
    rows, bads = first.rows + second.rows, first.bads + second.bads
    rate = bads / rows
    if rate in (0.0, 1.0):
        return 0.0
    variance = rate * (1 - rate) * (1 / first.rows + 1 / second.rows)
    return math.pow(first.bads / first.rows - second.bads / second.rows, 2) / variance
