"""More bads by interpolation (SMOTE), within the rows that a fit sees and nowhere else.

An option, never the default: it shifts the level of a model, which calibration on untouched rows
must mend. Each made-up bad lies between a bad and one of its nearest bads; a category and a missing
value are taken from the first of the two. (Chawla et al., JAIR 2002.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ml.arrays import Floats
from ml.features import FeatureMatrix
from ml.models import Learner, Model, Params, Range, Sample
from ml.tree_model import filled

NEIGHBOURS = 5
BAD_SHARE = 0.3


@dataclass(frozen=True)
class Resampled:
    """A learner whose fits see made-up bads until they are `BAD_SHARE` of the rows."""

    learner: Learner
    seed: int

    @property
    def name(self) -> str:
        """Name of the candidate."""
        return self.learner.name

    @property
    def trials(self) -> tuple[Params, ...]:
        """Parameter sets that are always tried, the default one first."""
        return self.learner.trials

    @property
    def space(self) -> Mapping[str, Range]:
        """What a search may move."""
        return self.learner.space

    @property
    def needs_rounds(self) -> bool:
        """Whether a trial must find out when to stop."""
        return self.learner.needs_rounds

    @property
    def seconds_a_million_cells(self) -> float:
        """The price of one fit."""
        return self.learner.seconds_a_million_cells

    def trier(self, train: Sample, stop: Sample) -> Callable[[Params], tuple[Model, int]]:
        """Fits on made-up bads too; what stops it is as it was."""
        return self.learner.trier(with_made_up_bads(train, self.seed), stop)

    def fit(self, params: Params, rounds: int, train: Sample) -> Model:
        """Fit on made-up bads too."""
        return self.learner.fit(params, rounds, with_made_up_bads(train, self.seed))


def with_made_up_bads(sample: Sample, seed: int) -> Sample:
    """The sample with bads added until they are `BAD_SHARE` of it; unchanged with enough or few."""
    bads = np.flatnonzero(sample.is_bad)
    goods = sample.is_bad.size - bads.size
    wanted = int(BAD_SHARE / (1.0 - BAD_SHARE) * goods) - bads.size
    if wanted <= 0 or bads.size <= NEIGHBOURS:
        return sample
    random = np.random.default_rng(seed)
    values = sample.matrix.values[bads]
    first = random.integers(0, bads.size, wanted)
    second = _nearest(values, sample.matrix)[first, random.integers(0, NEIGHBOURS, wanted)]
    between = random.random((wanted, 1))
    made_up = values[first] + between * (values[second] - values[first])
    is_taken = np.isnan(made_up) | [spec.is_category for spec in sample.matrix.specs]
    made_up = np.where(is_taken, values[first], made_up)
    return Sample(
        FeatureMatrix(
            sample.matrix.specs, np.asfortranarray(np.vstack([sample.matrix.values, made_up]))
        ),
        np.concatenate([sample.is_bad, np.ones(wanted, dtype=bool)]),
        np.concatenate([sample.borrower, sample.borrower[bads[first]]]),
    )


def _nearest(values: Floats, matrix: FeatureMatrix) -> Floats:
    """(bads, neighbours) positions of the nearest other bads, by scaled values."""
    from sklearn.neighbors import NearestNeighbors

    columns = [column[~np.isnan(column)] for column in matrix.values.T]
    medians = [float(np.median(own)) if own.size else 0.0 for own in columns]
    scale = np.asarray([float(own.std()) if own.size else 0.0 for own in columns])
    scaled = filled(medians, values) / np.where(scale > 0, scale, 1.0)
    found = NearestNeighbors(n_neighbors=NEIGHBOURS + 1, n_jobs=1).fit(scaled)
    return np.asarray(found.kneighbors(scaled, return_distance=False)[:, 1:])
