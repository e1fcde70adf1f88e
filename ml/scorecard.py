"""A scorecard: whole points for each attribute of a few features, added up.

The points are what a reader of the card adds, and what the model adds: no hidden decimals. Their
sum is a score on the scale of the settings before calibration; the riskiest attribute of a feature
has 0.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace

import numpy as np

from ml.arrays import Floats, Ints
from ml.characteristics import Characteristic, characteristic
from ml.features import FeatureMatrix, FeatureSpec, held_directions
from ml.logistic import signed_fit
from ml.models import Contributions, Params, Range, Sample
from ml.points import Scale

LEAST_INFORMATION = 0.02
MOST_CORRELATION = 0.8


@dataclass(frozen=True)
class ScorecardModel:
    """Total points = `start` + the points of each characteristic; features not on it have None."""

    specs: tuple[FeatureSpec, ...]
    start: int
    characteristics: tuple[Characteristic | None, ...]
    factor: float
    offset: float

    algorithm = "scorecard"

    @property
    def on_the_card(self) -> tuple[tuple[int, FeatureSpec, Characteristic], ...]:
        """Position, feature and characteristic of all that count."""
        pairs = zip(self.specs, self.characteristics, strict=True)
        return tuple(
            (position, spec, own) for position, (spec, own) in enumerate(pairs) if own is not None
        )

    def total_points(self, matrix: FeatureMatrix) -> Ints:
        """The whole points of each row."""
        total = np.full(matrix.rows, self.start, dtype=np.int64)
        for position, _, own in self.on_the_card:
            total += np.asarray(own.points)[own.places(matrix.values[:, position])]
        return total

    def margin(self, matrix: FeatureMatrix) -> Floats:
        """Log-odds of being bad that the points stand for."""
        return np.asarray((self.offset - self.total_points(matrix)) / self.factor)

    def contributions(self, matrix: FeatureMatrix) -> Contributions:
        """Each feature's points against their training mean, in log-odds."""
        values = np.zeros(matrix.values.shape, order="F")
        base = self.offset - self.start
        for position, _, own in self.on_the_card:
            points = np.asarray(own.points)[own.places(matrix.values[:, position])]
            values[:, position] = (own.mean_points - points) / self.factor
            base -= own.mean_points
        return Contributions(base / self.factor, values, self.margin(matrix))

    def to_files(self) -> dict[str, str]:
        """One JSON file with every attribute and its points."""
        content = {
            "start": self.start,
            "factor": self.factor,
            "offset": self.offset,
            "characteristics": [
                None if one is None else asdict(one) for one in self.characteristics
            ],
        }
        return {"scorecard.json": json.dumps(content, indent=1) + "\n"}

    @classmethod
    def from_files(cls, files: dict[str, str], specs: tuple[FeatureSpec, ...]) -> ScorecardModel:
        """The inverse of `to_files`."""
        content = json.loads(files["scorecard.json"])
        return cls(
            specs,
            content["start"],
            tuple(_from_json(values) for values in content["characteristics"]),
            content["factor"],
            content["offset"],
        )


def _from_json(values: Mapping[str, list[float]] | None) -> Characteristic | None:
    if values is None:
        return None
    lists = {name: None if own is None else tuple(own) for name, own in values.items()}
    return Characteristic(**lists)  # type: ignore[arg-type]


@dataclass(frozen=True)
class ScorecardLearner:
    """Weights of evidence, a logistic regression over them, and whole points from that."""

    free: tuple[str, ...]
    trials: tuple[Params, ...]
    scale: Scale
    name: str = "scorecard"

    needs_rounds = False
    seconds_a_million_cells = 0.15

    @property
    def space(self) -> Mapping[str, Range]:
        """What a search may move."""
        return {
            "attributes": Range(3, 10, is_whole=True),
            "features": Range(8, 30, is_whole=True),
            "c": Range(1e-3, 10.0, is_log=True),
        }

    def trier(self, train: Sample, stop: Sample) -> Callable[[Params], tuple[ScorecardModel, int]]:
        """A scorecard has one round and stops by itself."""
        del stop
        return lambda params: (self.fit(params, 1, train), 1)

    def fit(self, params: Params, rounds: int, train: Sample) -> ScorecardModel:
        """Cut every feature into attributes, choose the telling ones, weigh them, give points."""
        del rounds
        specs, values = train.matrix.specs, train.matrix.values
        directions = held_directions(specs, self.free)
        every = [
            characteristic(
                values[:, position], train.is_bad, spec, direction, int(params["attributes"])
            )
            for position, (spec, direction) in enumerate(zip(specs, directions, strict=True))
        ]
        evidence = np.column_stack(
            [
                np.asarray(own.woe)[own.places(values[:, position])]
                for position, own in enumerate(every)
            ]
        )
        chosen = _chosen(every, evidence, int(params["features"]))
        weights, intercept = signed_fit(
            evidence[:, chosen], train.is_bad, params["c"], np.ones(len(chosen), dtype=np.int64)
        )
        return self._card(specs, every, chosen, weights, intercept)

    def _card(
        self,
        specs: tuple[FeatureSpec, ...],
        every: list[Characteristic],
        chosen: list[int],
        weights: Floats,
        intercept: float,
    ) -> ScorecardModel:
        factor, offset = self.scale.factor, self.scale.offset
        start = offset - factor * intercept
        card: list[Characteristic | None] = [None] * len(specs)
        for position, weight in zip(chosen, weights, strict=True):
            if weight > 0:
                exact = -factor * weight * np.asarray(every[position].woe)
                start += float(exact.min())
                points = tuple(int(one) for one in np.floor(exact - exact.min() + 0.5))
                card[position] = replace(every[position], points=points)
        return ScorecardModel(specs, int(np.floor(start + 0.5)), tuple(card), factor, offset)


def _chosen(every: list[Characteristic], evidence: Floats, most: int) -> list[int]:
    """The most telling features, none of them a near copy of a stronger one; positions rising."""
    strength = [own.information_value for own in every]
    by_strength = sorted(range(len(every)), key=lambda position: (-strength[position], position))
    standard = evidence - evidence.mean(axis=0)
    length = np.sqrt(np.sum(standard * standard, axis=0))
    chosen: list[int] = []
    for position in by_strength:
        if strength[position] < LEAST_INFORMATION or len(chosen) == most:
            break
        products = np.asarray(
            [np.sum(standard[:, position] * standard[:, other]) for other in chosen]
        )
        correlation = products / (length[position] * length[chosen]) if chosen else products
        if not (np.abs(correlation) > MOST_CORRELATION).any():
            chosen.append(position)
    return sorted(chosen)
