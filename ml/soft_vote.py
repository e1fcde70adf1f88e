"""A soft vote: the mean of several models' log-odds, each on its own level.

A vote over probabilities would leave no exact reasons, for the log-odds of a mean is no sum over
features; the mean of log-odds is, and its parts are the means of the parts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ml.arrays import Floats
from ml.features import FeatureMatrix, FeatureSpec
from ml.logistic import LogisticModel
from ml.models import Contributions, Model
from ml.tree_model import PlainTreeModel


@dataclass(frozen=True)
class Level:
    """Log-odds = `start` + `slope` x margin: a straight line that puts a model on its level."""

    start: float
    slope: float


@dataclass(frozen=True)
class SoftVoteModel:
    """The mean of a logistic regression's and a forest's log-odds."""

    logistic: Model
    forest: Model
    levels: tuple[Level, Level]

    algorithm = "soft_vote"

    @property
    def specs(self) -> tuple[FeatureSpec, ...]:
        """The features that both read, in order."""
        return self.logistic.specs

    def margin(self, matrix: FeatureMatrix) -> Floats:
        """The mean of the two log-odds."""
        return voted((self.logistic.margin(matrix), self.forest.margin(matrix)), self.levels)

    def contributions(self, matrix: FeatureMatrix) -> Contributions:
        """The mean of the parts of both."""
        own = (self.logistic.contributions(matrix), self.forest.contributions(matrix))
        values = np.zeros(matrix.values.shape, order="F")
        base = 0.0
        for parts, level in zip(own, self.levels, strict=True):
            values += level.slope / len(own) * parts.values
            base += (level.start + level.slope * parts.base) / len(own)
        return Contributions(base, values, voted([parts.margin for parts in own], self.levels))

    def to_files(self) -> dict[str, str]:
        """The files of both and the levels."""
        levels = [{"start": level.start, "slope": level.slope} for level in self.levels]
        return (
            self.logistic.to_files()
            | self.forest.to_files()
            | {"vote.json": json.dumps({"levels": levels}, indent=1) + "\n"}
        )

    @classmethod
    def from_files(cls, files: dict[str, str], specs: tuple[FeatureSpec, ...]) -> SoftVoteModel:
        """The inverse of `to_files`."""
        first, second = (Level(**level) for level in json.loads(files["vote.json"])["levels"])
        return cls(
            LogisticModel.from_files(files, specs),
            PlainTreeModel.from_files(files, specs),
            (first, second),
        )


def voted(margins: Sequence[Floats], levels: tuple[Level, ...]) -> Floats:
    """The mean of the margins, each on its level."""
    total = np.zeros_like(margins[0])
    for margin, level in zip(margins, levels, strict=True):
        total += (level.start + level.slope * margin) / len(margins)
    return total
